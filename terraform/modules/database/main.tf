resource "aws_db_subnet_group" "this" {
  name        = "chain"
  description = "private subnets of chain's database"
  subnet_ids  = var.subnet_ids
}

resource "aws_rds_cluster_parameter_group" "this" {
  name        = "chain-postgresql${split(".", var.engine_version)[0]}"
  description = "TLS alone; slow statements and every change of the schema are logged"
  family      = "aurora-postgresql${split(".", var.engine_version)[0]}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "500"
  }

  parameter {
    name  = "idle_in_transaction_session_timeout"
    value = "60000"
  }
}

resource "aws_rds_cluster" "this" {
  cluster_identifier = "chain"
  engine             = "aurora-postgresql"
  engine_mode        = "provisioned"
  engine_version     = var.engine_version
  database_name      = "chain"

  master_username               = "chain_owner"
  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.secrets_key_arn

  storage_encrypted                   = true
  kms_key_id                          = var.key_arn
  iam_database_authentication_enabled = true

  db_subnet_group_name            = aws_db_subnet_group.this.name
  vpc_security_group_ids          = [var.security_group_id]
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name

  backup_retention_period   = var.backup_days
  preferred_backup_window   = "07:00-08:00"
  copy_tags_to_snapshot     = true
  deletion_protection       = var.protect_data
  skip_final_snapshot       = !var.protect_data
  final_snapshot_identifier = var.protect_data ? "chain-last" : null

  enabled_cloudwatch_logs_exports = ["postgresql"]

  serverlessv2_scaling_configuration {
    min_capacity = var.capacity.min
    max_capacity = var.capacity.max
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_rds_cluster_instance" "this" {
  count = 1 + var.readers

  identifier                            = "chain-${count.index}"
  cluster_identifier                    = aws_rds_cluster.this.id
  engine                                = aws_rds_cluster.this.engine
  engine_version                        = aws_rds_cluster.this.engine_version
  instance_class                        = "db.serverless"
  promotion_tier                        = min(count.index, 1)
  auto_minor_version_upgrade            = true
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.key_arn
  performance_insights_retention_period = 7
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
}

resource "aws_backup_selection" "this" {
  name         = "chain-database"
  plan_id      = var.backup.plan_id
  iam_role_arn = var.backup.role_arn
  resources    = [aws_rds_cluster.this.arn]
}

data "aws_iam_policy_document" "monitoring" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "monitoring" {
  name                 = "chain-database-monitoring"
  description          = "writes the database hosts' metrics"
  assume_role_policy   = data.aws_iam_policy_document.monitoring.json
  permissions_boundary = var.boundary_arn
}

data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

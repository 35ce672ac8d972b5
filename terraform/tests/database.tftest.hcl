mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  boundary_arn      = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  services          = ["booking", "messaging"]
  subnet_ids        = ["subnet-1", "subnet-2", "subnet-3"]
  security_group_id = "sg-1"
  backup            = { plan_id = "plan", role_arn = "arn:aws:iam::000000000000:role/chain-backup" }
  key_arn           = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  secrets_key_arn   = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
}

run "protects_the_data" {
  command = plan

  module {
    source = "./modules/database"
  }

  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.kms_key_id == var.key_arn
    error_message = "the data are not under the key"
  }

  assert {
    condition     = aws_rds_cluster.this.deletion_protection && !aws_rds_cluster.this.skip_final_snapshot
    error_message = "the cluster can be deleted"
  }

  assert {
    condition     = aws_backup_selection.this.resources == toset([aws_rds_cluster.this.arn]) && aws_backup_selection.this.plan_id == "plan"
    error_message = "AWS Backup does not copy the cluster"
  }

  assert {
    condition     = toset([for parameter in aws_rds_cluster_parameter_group.this.parameter : "${parameter.name}=${parameter.value}" if startswith(parameter.name, "log_") || parameter.name == "rds.force_ssl"]) == toset(["log_statement=ddl", "log_min_duration_statement=500", "rds.force_ssl=1"])
    error_message = "changes of the schema or slow statements are not logged, or TLS is not forced"
  }

  assert {
    condition     = aws_rds_cluster.this.backup_retention_period == 35
    error_message = "backups are not kept 35 days"
  }

  assert {
    condition     = aws_db_proxy.this.require_tls && alltrue([for each in aws_db_proxy.this.auth : each.iam_auth == "REQUIRED"])
    error_message = "the proxy lets in without TLS or IAM"
  }

  assert {
    condition     = length(aws_rds_cluster_instance.this) == 2 && alltrue([for each in aws_rds_cluster_instance.this : each.performance_insights_enabled])
    error_message = "there is no reader, or no Performance Insights"
  }

  assert {
    condition     = length(aws_secretsmanager_secret.role) == 2 && output.sign_ins["booking"].user_arn == "arn:aws:rds-db:us-east-1:000000000000:dbuser:prx-mocked/chain_booking"
    error_message = "services share a database role"
  }

  assert {
    condition     = alltrue([for each in output.sign_ins : endswith(each.url, "?sign_in=iam") && length(regexall(":[^/]*@", each.url)) == 0])
    error_message = "functions sign in by a password"
  }
}

run "refuses_capacity_upside_down" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    capacity = { min = 8, max = 2 }
  }

  expect_failures = [var.capacity]
}

run "refuses_sixteen_readers" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    readers = 16
  }

  expect_failures = [var.readers]
}

run "refuses_backups_that_aurora_does_not_keep" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    backup_days = 90
  }

  expect_failures = [var.backup_days]
}

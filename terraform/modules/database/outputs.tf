output "sign_ins" {
  description = "By service: the URL that its functions connect to, which holds no password, and the database user that `rds-db:connect` names."
  value = { for service, role in local.roles : service => {
    url      = "postgresql://${role}@${aws_db_proxy.this.endpoint}:5432/chain?sign_in=iam"
    user_arn = "${local.users}/${role}"
  } }
}

output "cluster_arn" {
  description = "ARN of the cluster, which backups copy."
  value       = aws_rds_cluster.this.arn
}

output "cluster_identifier" {
  description = "Identifier of the cluster, which alarms watch."
  value       = aws_rds_cluster.this.cluster_identifier
}

output "owner" {
  description = "As `sign_ins`, for the role that owns the tables, as which the migration function alone signs in."
  value = {
    url      = "postgresql://${aws_rds_cluster.this.master_username}@${aws_db_proxy.this.endpoint}:5432/${aws_rds_cluster.this.database_name}?sign_in=iam"
    user_arn = "${local.users}/${aws_rds_cluster.this.master_username}"
  }
}

output "role_secret_arns" {
  description = "ARN of the secret of each service's role, whose value the migration function makes."
  value       = { for service, secret in aws_secretsmanager_secret.role : service => secret.arn }
}

output "sign_ins" {
  description = "By service: the URL that its functions connect to, which holds no password, and the database user that `rds-db:connect` names."
  value = { for service, role in local.roles : service => {
    url      = "postgresql://${role}@${aws_db_proxy.this.endpoint}:5432/chain?sign_in=iam"
    user_arn = "${replace(join(":", slice(split(":", aws_db_proxy.this.arn), 0, 5)), ":rds:", ":rds-db:")}:dbuser:${element(split(":", aws_db_proxy.this.arn), 6)}/${role}"
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

output "owner_secret_arn" {
  description = "ARN of the owner's secret, which the migration function reads."
  value       = aws_rds_cluster.this.master_user_secret[0].secret_arn
}

output "endpoint" {
  description = "Host of the proxy, which functions connect to."
  value       = aws_db_proxy.this.endpoint
}

output "proxy_arn" {
  description = "ARN of the proxy, whose id `rds-db:connect` names."
  value       = aws_db_proxy.this.arn
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

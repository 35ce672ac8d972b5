output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "function_subnet_ids" {
  description = "Subnets of the functions, one a zone, without a route outside."
  value       = [for zone in var.zones : aws_subnet.functions[zone].id]
}

output "egress" {
  description = "Subnets and the further security group of functions that call hosts outside of AWS."
  value = {
    subnet_ids         = [for zone in var.zones : aws_subnet.egress[zone].id if var.outside_hosts]
    security_group_ids = [for group in aws_security_group.egress : group.id]
  }
}

output "data_subnet_ids" {
  description = "Subnets of the database and the endpoints, one a zone, without a route outside."
  value       = [for zone in var.zones : aws_subnet.data[zone].id]
}

output "security_group_ids" {
  description = "Security groups: `functions`, `database`, `endpoints`."
  value = {
    functions = aws_security_group.functions.id
    database  = aws_security_group.database.id
    endpoints = aws_security_group.endpoints.id
  }
}

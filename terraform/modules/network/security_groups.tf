# Groups name each other, never an address range; HTTPS outside of AWS is the one exception.

resource "aws_security_group" "functions" {
  name        = "chain-functions"
  description = "functions: to the database, the endpoints and HTTPS outside"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "chain-functions" }
}

resource "aws_security_group" "database" {
  name        = "chain-database"
  description = "Aurora and its proxy: PostgreSQL from functions"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "chain-database" }
}

resource "aws_security_group" "endpoints" {
  name        = "chain-endpoints"
  description = "AWS's services inside the VPC: HTTPS from functions"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "chain-endpoints" }
}

locals {
  paths = {
    database        = { from = aws_security_group.functions.id, to = aws_security_group.database.id, port = 5432 }
    endpoints       = { from = aws_security_group.functions.id, to = aws_security_group.endpoints.id, port = 443 }
    within_database = { from = aws_security_group.database.id, to = aws_security_group.database.id, port = 5432 }
  }
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.paths

  security_group_id            = each.value.from
  referenced_security_group_id = each.value.to
  description                  = replace(each.key, "_", " ")
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.paths

  security_group_id            = each.value.to
  referenced_security_group_id = each.value.from
  description                  = replace(each.key, "_", " ")
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.functions.id
  description       = "HTTPS to S3 and DynamoDB through their gateways, and to FMCSA and Sentry"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

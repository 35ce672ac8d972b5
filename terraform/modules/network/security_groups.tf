# Groups name each other or a prefix list, never an address range; the egress group is the one exception.

resource "aws_security_group" "functions" {
  name        = "chain-functions"
  description = "functions: to the database, the endpoints, S3 and DynamoDB"
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

resource "aws_vpc_security_group_egress_rule" "gateway" {
  for_each = aws_vpc_endpoint.gateway

  security_group_id = aws_security_group.functions.id
  prefix_list_id    = each.value.prefix_list_id
  description       = "HTTPS to ${each.key} through its gateway"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

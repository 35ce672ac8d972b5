# The way out for the few functions that call a host outside of AWS (service.yaml's `internet: true`): subnets of
# their own with a gateway in each zone, so that a zone's failure stays its own.

locals {
  outside_zones = var.outside_hosts ? local.zones : {}
}

resource "aws_internet_gateway" "this" {
  count = var.outside_hosts ? 1 : 0

  vpc_id = aws_vpc.this.id

  tags = { Name = "chain" }
}

resource "aws_subnet" "outside" {
  for_each = local.outside_zones

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.cidr, 4, each.value + 8)
  map_public_ip_on_launch = false

  tags = { Name = "chain-outside-${each.key}" }
}

resource "aws_route_table" "outside" {
  count = var.outside_hosts ? 1 : 0

  vpc_id = aws_vpc.this.id

  tags = { Name = "chain-outside" }
}

resource "aws_route" "outside" {
  count = var.outside_hosts ? 1 : 0

  route_table_id         = aws_route_table.outside[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "outside" {
  for_each = aws_subnet.outside

  subnet_id      = each.value.id
  route_table_id = aws_route_table.outside[0].id
}

resource "aws_eip" "outside" {
  for_each = local.outside_zones

  domain = "vpc"

  tags = { Name = "chain-outside-${each.key}" }
}

resource "aws_nat_gateway" "outside" {
  for_each = local.outside_zones

  subnet_id     = aws_subnet.outside[each.key].id
  allocation_id = aws_eip.outside[each.key].id

  tags = { Name = "chain-${each.key}" }
}

resource "aws_subnet" "egress" {
  for_each = local.outside_zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr, 4, each.value + 12)

  tags = { Name = "chain-egress-${each.key}" }
}

resource "aws_route_table" "egress" {
  for_each = local.outside_zones

  vpc_id = aws_vpc.this.id

  tags = { Name = "chain-egress-${each.key}" }
}

resource "aws_route" "egress" {
  for_each = local.outside_zones

  route_table_id         = aws_route_table.egress[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.outside[each.key].id
}

resource "aws_route_table_association" "egress" {
  for_each = aws_subnet.egress

  subnet_id      = each.value.id
  route_table_id = aws_route_table.egress[each.key].id
}

resource "aws_security_group" "egress" {
  count = var.outside_hosts ? 1 : 0

  name        = "chain-egress"
  description = "functions that call HTTPS hosts outside of AWS, together with the functions' group"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "chain-egress" }
}

resource "aws_vpc_security_group_egress_rule" "outside" {
  count = var.outside_hosts ? 1 : 0

  security_group_id = aws_security_group.egress[0].id
  description       = "HTTPS to FMCSA"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

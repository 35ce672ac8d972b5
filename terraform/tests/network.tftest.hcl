mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  boundary_arn = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  cidr         = "10.40.0.0/16"
  zones        = ["us-east-1a", "us-east-1b", "us-east-1c"]
  key_arn      = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
}

run "keeps_functions_and_data_inside" {
  command = plan

  override_resource {
    target          = aws_route_table.private
    override_during = plan
    values          = { id = "rtb-private" }
  }

  module {
    source = "./modules/network"
  }

  assert {
    condition     = length(aws_subnet.functions) == 3 && length(aws_subnet.data) == 3
    error_message = "there are not three zones"
  }

  assert {
    condition     = toset(keys(aws_nat_gateway.outside)) == toset(var.zones)
    error_message = "a zone's way out is not its own"
  }

  assert {
    condition     = alltrue([for each in concat(values(aws_route_table_association.functions), values(aws_route_table_association.data)) : each.route_table_id == "rtb-private"])
    error_message = "functions or data have a route outside"
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.this : rule.cidr_ipv4 == null])
    error_message = "a group lets an address range in"
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_cloudwatch_log_group.flow.kms_key_id == var.key_arn
    error_message = "flow logs are missing or in the clear"
  }
}

run "has_no_way_out_unless_asked" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    outside_hosts = false
  }

  assert {
    condition     = length(aws_nat_gateway.outside) == 0 && length(aws_internet_gateway.this) == 0
    error_message = "there is a way out"
  }
}

run "refuses_no_range" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    cidr = "ten dot forty"
  }

  expect_failures = [var.cidr]
}

run "refuses_a_range_that_overlaps" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    taken_cidrs = ["10.40.128.0/20"]
  }

  expect_failures = [var.cidr]
}

run "refuses_two_zones" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    zones = ["us-east-1a", "us-east-1b"]
  }

  expect_failures = [var.zones]
}

run "refuses_a_range_too_small_for_three_zones" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    cidr = "10.40.0.0/24"
  }

  expect_failures = [var.cidr]
}

run "takes_a_range_beside_a_taken_one" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    cidr        = "10.40.0.0/16"
    taken_cidrs = ["10.41.0.0/16"]
  }

  assert {
    condition     = aws_vpc.this.cidr_block == "10.40.0.0/16"
    error_message = "a neighbour is taken for an overlap"
  }
}

run "refuses_a_range_inside_a_taken_one" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    cidr        = "10.40.16.0/20"
    taken_cidrs = ["10.40.0.0/16"]
  }

  expect_failures = [var.cidr]
}

# The most that the pipelines may do, and the most that a role may do that they make. A role without this boundary they
# can neither make nor widen; and neither reaches the state, the audit trail, the boundaries or the pipelines' roles.

locals {
  boundaries  = { for name in ["pipeline", "role"] : name => "arn:aws:iam::${local.account}:policy/chain-boundary-${name}" }
  trail       = "arn:aws:cloudtrail:*:${local.account}:trail/chain"
  key_aliases = ["alias/chain-audit", aws_kms_alias.state.name]
  protected   = [local.arn, "arn:aws:s3:::chain-audit-${local.account}"]
}

data "aws_iam_policy_document" "out_of_reach" {
  statement {
    sid    = "StateAndTrailStayProtected"
    effect = "Deny"
    actions = [
      "s3:BypassGovernanceRetention",
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:DeleteObjectVersion",
      "s3:PutBucketAcl",
      "s3:PutBucketObjectLockConfiguration",
      "s3:PutBucketOwnershipControls",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutBucketVersioning",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
      "s3:PutReplicationConfiguration",
    ]
    resources = flatten([for bucket in local.protected : [bucket, "${bucket}/*"]])
  }

  # each new table and bucket is added to the trail's selectors, so PutEventSelectors stays
  statement {
    sid       = "TheTrailGoesOn"
    effect    = "Deny"
    actions   = ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail"]
    resources = [local.trail]
  }

  statement {
    sid       = "TheirKeysToo"
    effect    = "Deny"
    actions   = ["kms:DisableKey", "kms:DisableKeyRotation", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]
    resources = ["arn:aws:kms:*:${local.account}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = local.key_aliases
    }
  }

  statement {
    sid       = "AndTheNamesOfTheKeys"
    effect    = "Deny"
    actions   = ["kms:DeleteAlias", "kms:UpdateAlias"]
    resources = [for alias in local.key_aliases : "arn:aws:kms:*:${local.account}:${alias}"]
  }

  statement {
    sid         = "NotThePipelines"
    effect      = "Deny"
    not_actions = ["iam:Get*", "iam:List*"]
    resources   = concat([for name in keys(local.roles) : "${local.ours}/chain-${name}"], values(local.boundaries))
  }
}

# of IAM the pipelines have the roles that are ours by name, under the boundary alone
data "aws_iam_policy_document" "pipeline" {
  source_policy_documents = [data.aws_iam_policy_document.out_of_reach.json]

  statement {
    sid         = "EverythingButIdentities"
    not_actions = ["account:*", "iam:*", "organizations:*"]
    resources   = ["*"]
  }

  statement {
    sid       = "Reads"
    actions   = ["account:Get*", "account:List*", "iam:Get*", "iam:List*", "iam:Simulate*", "organizations:Describe*", "organizations:List*"]
    resources = ["*"]
  }

  statement {
    sid       = "RolesUnderTheBoundary"
    actions   = local.role_actions.bounded
    resources = ["${local.ours}/chain-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [local.boundaries.role]
    }
  }

  statement {
    sid       = "OurRoles"
    actions   = local.role_actions.free
    resources = ["${local.ours}/chain-*"]
  }

  statement {
    sid       = "ServicesOwnRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["${local.ours}/aws-service-role/*"]
  }
}

# no role that runs something has to do with identities
data "aws_iam_policy_document" "role" {
  source_policy_documents = [data.aws_iam_policy_document.out_of_reach.json]

  statement {
    sid         = "EverythingButIdentities"
    not_actions = ["account:*", "iam:*", "organizations:*"]
    resources   = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  for_each = { pipeline = data.aws_iam_policy_document.pipeline.json, role = data.aws_iam_policy_document.role.json }

  name        = "chain-boundary-${each.key}"
  description = each.key == "role" ? "the most that a role may do that the pipelines make" : "the most that the pipelines may do"
  policy      = each.value
}

package io.eipmeter.sim.world.cloud;

/** The provider's error codes, with its spelling, and the HTTP status each comes with. */
public enum ErrorCode {
  MISSING_PARAMETER("MissingParameter", 400),
  INVALID_PARAMETER("InvalidParameter", 400),
  INVALID_ACTION("InvalidAction.NotFound", 404),
  INVALID_VERSION("InvalidVersion", 400),
  UNKNOWN_ACCESS_KEY("InvalidAccessKeyId.NotFound", 404),
  BAD_SIGNATURE("SignatureDoesNotMatch", 400),
  INCOMPLETE_SIGNATURE("IncompleteSignature", 400),
  NONCE_USED("SignatureNonceUsed", 400),
  STALE_TIME("InvalidTimeStamp.Expired", 400),
  THROTTLED("Throttling.User", 400),
  TOKEN_MISMATCH("IdempotentParameterMismatch", 400),
  NO_PERMISSION("Forbidden.RAM", 403),
  REGION_NOT_FOUND("InvalidRegionId.NotFound", 404),
  REGION_NOT_SUPPORTED("InvalidRegion.NotSupport", 400),
  BAD_RESOURCE_GROUP("InvalidResourceGroupId", 400),
  EIP_QUOTA("QuotaExceeded.Eip", 400),
  BANDWIDTH_QUOTA("QuotaExceeded.Bandwidth", 400),
  INSUFFICIENT_BALANCE("InsufficientBalance", 400),
  RESERVE_FAILED("ReserveIpFail", 400),
  RECOVERY_QUOTA("QuotaExceeded.RecoverEip", 400),
  NO_EIP("InvalidAllocationId.NotFound", 404),
  EIP_STATUS("IncorrectEipStatus", 400),
  DUPLICATE_ASSOCIATION("InvalidAssociation.Duplicated", 400),
  MISMATCH("InvalidParameter.Mismatch", 400),
  INSTANCE_STATUS("IncorrectInstanceStatus", 400),
  INSTANCE_NOT_FOUND("InvalidInstanceId.NotFound", 404),
  INSTANCE_TYPE("InvalidInstanceType.ValueNotSupported", 400),
  HAVIP_STATUS("IncorrectHaVipStatus", 400),
  BINDING_STATUS("InvalidBindingStatus", 400),
  HAS_EIP("BIND_INSTANCE_HAVE_PORTMAP_OR_BIND_EIP", 400),
  ASSOCIATION_QUOTA("QuotaExceeded.EipAssociation", 400),
  PREPAID("Forbidden.ChargeTypeIsPrepaid", 400),
  CONFLICT("TaskConflict", 409),
  FORBIDDEN("Forbbiden", 403),
  PROTECTED("OperationDenied.DeletionProtection", 400),
  SECURITY_LOCKED("OperationDenied.SecurityLocked", 400),
  PENDING_CHANGE("OperationDenied.ChangePending", 400),
  FINE_GRAINED_QUOTA("QuotaExceeded.HighDefinitionMonitor", 400),
  SEGMENT_MASK("InvalidEipMask.ValueNotSupported", 400),
  NO_SEGMENT("InvalidSegmentInstanceId.NotFound", 404),
  SEGMENT_STATUS("IncorrectSegmentStatus", 400),
  NO_PACKAGE("InvalidBandwidthPackageId.NotFound", 404),
  IN_PACKAGE("IpInstanceId.AlreadyInBandwidthPackage", 400),
  NOT_IN_PACKAGE("OperationDenied.IpNotInBandwidthPackage", 400),
  PACKAGE_QUOTA("QuotaExceeded.BandwidthPackageIps", 400),
  PACKAGE_NOT_EMPTY("DependencyViolation.BandwidthPackageIps", 400),
  NO_POOL("InvalidPublicIpAddressPoolId.NotFound", 404),
  CIDR_TAKEN("InvalidCidrBlock.Overlapped", 400),
  NO_NAT("InvalidSnatTableId.NotFound", 404),
  NO_FORWARD_TABLE("InvalidForwardTableId.NotFound", 404),
  NO_SNAT_ENTRY("InvalidSnatEntryId.NotFound", 404),
  NO_FORWARD_ENTRY("InvalidForwardEntryId.NotFound", 404),
  SNAT_QUOTA("QuotaExceeded.SnatEntry", 400),
  FORWARD_QUOTA("QuotaExceeded.ForwardEntry", 400),
  SNAT_IP("InvalidSnatIp.NotAssociated", 400),
  SNAT_SOURCE("InvalidSource.Duplicate", 400),
  SNAT_PACKAGE("InvalidSnatIp.NotInOneBandwidthPackage", 400),
  DUPLICATE_FORWARD("Forbidden.DestnationNatEntryExisted", 400),
  EXTERNAL_IP("InvalidExternalIp.NotAssociated", 400),
  NAT_IN_USE("OperationDenied.NatEntriesExist", 400),
  FORWARD_TO_EIP("InvalidInternalIp.HasEip", 400),
  BAD_PERIOD("InvalidPeriod.ValueNotSupported", 400),
  BAD_START("InvalidStartTime.Malformed", 400),
  EARLY_START("InvalidStartTime.TooEarly", 400),
  BAD_END("InvalidEndTime.Malformed", 400),
  TOO_MANY_POINTS("OperationDenied.TooManyDataQueried", 400),
  UNAVAILABLE("ServiceUnavailable", 503),
  INTERNAL("InternalError", 500);

  private final String code;
  private final int httpStatus;

  ErrorCode(String code, int httpStatus) {
    this.code = code;
    this.httpStatus = httpStatus;
  }

  public String code() {
    return code;
  }

  public int httpStatus() {
    return httpStatus;
  }
}

package io.eipmeter.sim.world.cloud;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Instances, interfaces, load balancers, gateways: what EIPs are attached to. */
final class Resources {
  private static final Map<String, String> ID_PATTERNS =
      Map.of(
          Attachment.ECS, "i-[a-z0-9-]+",
          Attachment.ENI, "eni-[a-z0-9-]+",
          Attachment.SLB, "(lb|alb|nlb)-[a-z0-9-]+",
          Attachment.NAT, "ngw-[a-z0-9-]+",
          Attachment.HAVIP, "havip-[a-z0-9-]+");

  private Resources() {}

  /** The resource, fit to take this EIP. */
  static Rows.Resource find(Draft draft, ElasticIp eip, String id, String type)
      throws ApiException {
    Rows.Resource resource = draft.find(Kind.RESOURCE, id);
    if (resource == null) {
      if (!draft.rules().openResources() || !id.matches(ID_PATTERNS.getOrDefault(type, ""))) {
        throw new ApiException(
            ErrorCode.INSTANCE_NOT_FOUND, "The specified InstanceId " + id + " does not exist.");
      }
      resource = draft.put(Kind.RESOURCE, id, running(id, type, eip.region));
    }
    if (!resource.type.equals(type)) {
      throw new ApiException(
          ErrorCode.INSTANCE_TYPE, id + " is a " + resource.type + ", not a " + type + ".");
    }
    if (!resource.region.equals(eip.region)) {
      throw Attachment.mismatch(
          "Specified elastic IP address and specified instance are not in the same region: "
              + eip.region
              + ", "
              + resource.region
              + ".");
    }
    checkStatus(resource);
    return resource;
  }

  private static void checkStatus(Rows.Resource resource) throws ApiException {
    boolean fit =
        switch (resource.type) {
          case Attachment.ECS -> Set.of("Running", "Stopped").contains(resource.status);
          case Attachment.SLB -> Set.of("Active", "Running").contains(resource.status);
          default -> Set.of("Available", "InUse").contains(resource.status);
        };
    if (!fit) {
      throw new ApiException(
          resource.type.equals(Attachment.HAVIP)
              ? ErrorCode.HAVIP_STATUS
              : ErrorCode.INSTANCE_STATUS,
          resource.id + " is " + resource.status + ".");
    }
  }

  static Rows.Resource running(String id, String type, String region) {
    Rows.Resource resource = new Rows.Resource();
    resource.id = id;
    resource.type = type;
    resource.region = region;
    resource.status =
        switch (type) {
          case Attachment.ECS -> "Running";
          case Attachment.SLB -> "Active";
          default -> "Available";
        };
    resource.privateIps = List.of("10.0.0.10");
    return resource;
  }

  /** The operator's word on a resource: Id, Type, Region, Status, PrivateIps (with commas). */
  static Map<String, Object> register(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String id = parameters.required("InstanceId");
    String type = parameters.oneOf("InstanceType", Attachment.ECS, ID_PATTERNS.keySet());
    if (!id.matches(ID_PATTERNS.getOrDefault(type, ""))) {
      throw ApiException.invalid("InstanceId", "ids of " + type + " look otherwise.");
    }
    Rows.Resource before = draft.find(Kind.RESOURCE, id);
    Rows.Resource resource =
        before == null
            ? draft.put(Kind.RESOURCE, id, running(id, type, Regions.region(parameters)))
            : draft.edit(Kind.RESOURCE, id);
    if (parameters.has("Status")) {
      resource.status = parameters.text("Status");
    }
    if (parameters.has("PrivateIps")) {
      resource.privateIps = parameters.commaList("PrivateIps", 100);
      for (String address : resource.privateIps) {
        var ignored = Parameters.ipv4("PrivateIps", address);
      }
    }
    resource.zones = parameters.whole("Zones", resource.zones, 1, 10);
    return Map.of("InstanceId", id);
  }

  /**
   * ECS AllocatePublicIpAddress: a static public address, which stays with the instance and is no
   * EIP.
   */
  static Map<String, Object> staticAddress(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String id = parameters.required("InstanceId");
    String region = Regions.region(parameters);
    ElasticIp eip = Allocation.fresh(draft, caller, region, Charging.terms(parameters), parameters);
    Rows.Resource instance = find(draft, eip, id, Attachment.ECS);
    if (!instance.publicIp.isEmpty() || Attachment.attachedTo(draft, id).findAny().isPresent()) {
      throw new ApiException(ErrorCode.HAS_EIP, id + " has a public address.");
    }
    eip.id = draft.newId("pip-");
    eip.staticPublicIp = true;
    eip.address = Addressing.random(draft, Addressing.shared(draft, region, eip.line)).toString();
    eip.status = ElasticIp.IN_USE;
    eip.instanceId = id;
    eip.instanceType = Attachment.ECS;
    draft.put(Kind.EIP, eip.id, eip);
    draft.edit(Kind.RESOURCE, id).publicIp = eip.address;
    Addressing.hold(draft, eip.address, eip.id);
    draft.concerns(eip.id);
    return Map.of("IpAddress", eip.address);
  }

  /** The instance is gone, and its static public address with it. */
  static Map<String, Object> delete(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String id = parameters.required("InstanceId");
    if (draft.find(Kind.RESOURCE, id) == null) {
      throw new ApiException(ErrorCode.INSTANCE_NOT_FOUND, id + " does not exist.");
    }
    if (Attachment.attachedTo(draft, id).findAny().isPresent()) {
      throw new ApiException(ErrorCode.INSTANCE_STATUS, id + " still has an EIP.");
    }
    draft
        .all(Index.EIP_INSTANCE, id)
        .filter(eip -> eip.staticPublicIp)
        .findFirst()
        .ifPresent(
            fixed -> {
              draft.concerns(fixed.id);
              draft.remove(Kind.EIP, fixed.id);
              Addressing.rest(draft, fixed.address);
            });
    draft.remove(Kind.RESOURCE, id);
    return Map.of();
  }
}

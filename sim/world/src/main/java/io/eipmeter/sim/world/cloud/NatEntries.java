package io.eipmeter.sim.world.cloud;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** SNAT and DNAT entries of NAT gateways. The tables of gateway ngw-x are stb-x and ftb-x. */
final class NatEntries {
  private static final int MOST_SNAT = 40;
  private static final int MOST_ADDRESSES = 64;
  private static final int MOST_FORWARD = 100;
  private static final int FIRST_SNAT_PORT = 1024;

  private NatEntries() {}

  static Map<String, Object> createSnat(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String tableId = parameters.required("SnatTableId");
    String gateway = gateway(tableId, "stb-", ErrorCode.NO_NAT);
    String source = source(parameters);
    List<String> addresses = addresses(parameters);
    for (String address : addresses) {
      at(draft, caller, gateway, address, ErrorCode.SNAT_IP);
    }
    checkOnePackage(draft, addresses);
    List<Rows.SnatEntry> there = draft.all(Index.SNAT_TABLE, tableId).toList();
    if (there.size() >= MOST_SNAT) {
      throw new ApiException(ErrorCode.SNAT_QUOTA, "At most " + MOST_SNAT + " SNAT entries.");
    }
    if (there.stream().anyMatch(entry -> entry.source.equals(source))) {
      throw new ApiException(ErrorCode.SNAT_SOURCE, source + " has a SNAT entry.");
    }
    Rows.SnatEntry entry = new Rows.SnatEntry();
    entry.id = draft.newId("snat-");
    entry.account = caller.account();
    entry.tableId = tableId;
    entry.natGateway = gateway;
    entry.source = source;
    entry.addresses = addresses;
    entry.name = parameters.text("SnatEntryName", 1, 128);
    entry.affinity = parameters.text("EipAffinity").equals("1");
    entry.createdMs = draft.nowMs();
    draft.put(Kind.SNAT, entry.id, entry);
    return Map.of("SnatEntryId", entry.id);
  }

  private static String gateway(String tableId, String prefix, ErrorCode missing)
      throws ApiException {
    if (!tableId.matches(prefix + "[a-z0-9-]+")) {
      throw new ApiException(missing, "The specified table " + tableId + " does not exist.");
    }
    return "ngw-" + tableId.substring(prefix.length());
  }

  private static String source(Parameters parameters) throws ApiException {
    String vSwitch = parameters.text("SourceVSwitchId");
    String cidr = parameters.text("SourceCIDR");
    if (vSwitch.isEmpty() == cidr.isEmpty()) {
      throw new ApiException(
          ErrorCode.MISSING_PARAMETER, "Give either SourceVSwitchId or SourceCIDR.");
    }
    if (cidr.isEmpty()) {
      return vSwitch;
    }
    if (!cidr.matches("[0-9.]+(/([12]?[0-9]|3[0-2]))?")) {
      throw ApiException.invalid("SourceCIDR", "it must be a.b.c.d/n.");
    }
    var ignored = Parameters.ipv4("SourceCIDR", cidr.replaceFirst("/.*", ""));
    return cidr;
  }

  private static List<String> addresses(Parameters parameters) throws ApiException {
    parameters.required("SnatIp");
    return parameters.commaList("SnatIp", MOST_ADDRESSES);
  }

  private static void checkOnePackage(Draft draft, List<String> addresses) throws ApiException {
    List<String> packages =
        addresses.stream()
            .flatMap(address -> draft.all(Index.EIP_ADDRESS, address))
            .map(eip -> eip.packageId)
            .distinct()
            .toList();
    if (addresses.size() > 1 && (packages.size() > 1 || packages.contains(""))) {
      throw new ApiException(
          ErrorCode.SNAT_PACKAGE, "Several EIPs of an entry must be in one shared bandwidth.");
    }
  }

  /** The EIP of an address, which must be in use at the gateway. */
  private static ElasticIp at(
      Draft draft, Caller caller, String gateway, String address, ErrorCode refusal)
      throws ApiException {
    ElasticIp eip =
        draft
            .all(Index.EIP_ADDRESS, address)
            .filter(held -> held.account.equals(caller.account()))
            .filter(held -> held.instanceId.equals(gateway))
            .filter(held -> held.status.equals(ElasticIp.IN_USE))
            .findFirst()
            .orElse(null);
    if (eip == null) {
      throw new ApiException(refusal, address + " is not in use at " + gateway + ".");
    }
    draft.concerns(eip.id);
    return eip;
  }

  static Map<String, Object> deleteSnat(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String tableId = parameters.required("SnatTableId");
    delete(
        draft,
        caller,
        Kind.SNAT,
        tableId,
        parameters.required("SnatEntryId"),
        ErrorCode.NO_SNAT_ENTRY);
    return Map.of();
  }

  static Map<String, Object> createForward(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.ForwardEntry entry = new Rows.ForwardEntry();
    entry.tableId = parameters.required("ForwardTableId");
    entry.natGateway = gateway(entry.tableId, "ftb-", ErrorCode.NO_FORWARD_TABLE);
    entry.externalIp = parameters.required("ExternalIp");
    entry.internalIp = parameters.ipv4("InternalIp");
    parameters.required("IpProtocol");
    entry.protocol = parameters.oneOf("IpProtocol", "", Set.of("TCP", "UDP", "Any"));
    entry.externalPort = port(parameters, "ExternalPort", entry.protocol);
    entry.internalPort = port(parameters, "InternalPort", entry.protocol);
    entry.name = parameters.text("ForwardEntryName", 1, 128);
    entry.createdMs = draft.nowMs();
    ElasticIp outside =
        at(draft, caller, entry.natGateway, entry.externalIp, ErrorCode.EXTERNAL_IP);
    checkForward(draft, entry);
    checkNoOwnEip(draft, outside, entry.internalIp);
    checkPortBreak(draft, entry, parameters.flag("PortBreak"));
    entry.id = draft.newId("fwd-");
    entry.account = caller.account();
    draft.put(Kind.FORWARD, entry.id, entry);
    return Map.of("ForwardEntryId", entry.id);
  }

  private static String port(Parameters parameters, String name, String protocol)
      throws ApiException {
    String port = parameters.required(name);
    if (port.equals("Any") && protocol.equals("Any")) {
      return port;
    }
    if (protocol.equals("Any")) {
      throw ApiException.invalid(name, "protocol Any goes with port Any.");
    }
    return String.valueOf(parameters.whole(name, 0, 1, 65_535));
  }

  private static void checkForward(Draft draft, Rows.ForwardEntry entry) throws ApiException {
    List<Rows.ForwardEntry> there = draft.all(Index.FORWARD_TABLE, entry.tableId).toList();
    if (there.size() >= MOST_FORWARD) {
      throw new ApiException(ErrorCode.FORWARD_QUOTA, "At most " + MOST_FORWARD + " DNAT entries.");
    }
    for (Rows.ForwardEntry other : there) {
      boolean meets =
          other.protocol.equals(entry.protocol)
              || other.protocol.equals("Any")
              || entry.protocol.equals("Any");
      boolean outside =
          other.externalIp.equals(entry.externalIp) && same(other.externalPort, entry.externalPort);
      boolean inside =
          other.internalIp.equals(entry.internalIp) && same(other.internalPort, entry.internalPort);
      if (meets && (outside || inside)) {
        throw new ApiException(ErrorCode.DUPLICATE_FORWARD, "It meets " + other.id + ".");
      }
    }
  }

  /** Private addresses are the account's own: another's instance may have the same. */
  private static void checkNoOwnEip(Draft draft, ElasticIp outside, String internalIp)
      throws ApiException {
    boolean ownEip =
        draft
            .all(Index.EIP_ACCOUNT, outside.account)
            .anyMatch(
                eip ->
                    eip.instanceType.equals(Attachment.ECS)
                        && eip.region.equals(outside.region)
                        && eip.privateIp.equals(internalIp)
                        && eip.attached());
    if (ownEip) {
      throw new ApiException(
          ErrorCode.FORWARD_TO_EIP, internalIp + " has an EIP of its own, which would win.");
    }
  }

  private static boolean same(String port, String other) {
    return port.equals(other) || port.equals("Any") || other.equals("Any");
  }

  private static void checkPortBreak(Draft draft, Rows.ForwardEntry entry, boolean portBreak)
      throws ApiException {
    boolean high =
        entry.externalPort.equals("Any") || Integer.parseInt(entry.externalPort) > FIRST_SNAT_PORT;
    boolean shared = draft.all(Index.SNAT_ADDRESS, entry.externalIp).findAny().isPresent();
    if (high && shared && !portBreak) {
      throw ApiException.invalid(
          "PortBreak", "a port above 1024 of an EIP used by SNAT needs PortBreak=true.");
    }
  }

  static Map<String, Object> deleteForward(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String tableId = parameters.required("ForwardTableId");
    delete(
        draft,
        caller,
        Kind.FORWARD,
        tableId,
        parameters.required("ForwardEntryId"),
        ErrorCode.NO_FORWARD_ENTRY);
    return Map.of();
  }

  private static void delete(
      Draft draft,
      Caller caller,
      Kind<? extends Rows.NatEntry> kind,
      String tableId,
      String id,
      ErrorCode missing)
      throws ApiException {
    Rows.NatEntry entry = draft.find(kind, id);
    if (entry == null
        || !entry.tableId.equals(tableId)
        || !entry.account.equals(caller.account())) {
      throw new ApiException(missing, id + " is not in " + tableId + ".");
    }
    draft.remove(kind, id);
  }

  /** Whether an entry uses the address. */
  static boolean use(Draft draft, String address) {
    return draft.all(Index.SNAT_ADDRESS, address).findAny().isPresent()
        || draft.all(Index.FORWARD_ADDRESS, address).findAny().isPresent();
  }

  /** Takes the address out of all entries; one without addresses is gone. */
  static void withdraw(Draft draft, String address) {
    for (Rows.SnatEntry entry : draft.all(Index.SNAT_ADDRESS, address).toList()) {
      List<String> left = entry.addresses.stream().filter(one -> !one.equals(address)).toList();
      if (left.isEmpty()) {
        draft.remove(Kind.SNAT, entry.id);
      } else {
        draft.edit(Kind.SNAT, entry.id).addresses = left;
      }
    }
    for (Rows.ForwardEntry entry : draft.all(Index.FORWARD_ADDRESS, address).toList()) {
      draft.remove(Kind.FORWARD, entry.id);
    }
  }
}

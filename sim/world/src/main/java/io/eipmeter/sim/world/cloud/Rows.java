package io.eipmeter.sim.world.cloud;

import java.util.List;
import java.util.Map;

/** What the control plane remembers beside the EIPs. Times are milliseconds since the epoch. */
public final class Rows {
  private Rows() {}

  /** Of the whole: one row. */
  public static final class Meta extends Row {
    /** Calls and steps of time so far; with the seed it makes every id. */
    public long sequence;

    /** The latest time seen: time never goes back. */
    public long nowMs;
  }

  /** A customer. */
  public static final class AccountRow extends Row {
    public String id = "";

    /** How many pay-as-you-go EIPs it may hold; above 2000 the configuration fee is charged. */
    public int eipQuota;

    /** Since when it owes money; 0: it does not. */
    public long overdueSinceMs;

    /** Its pay-as-you-go EIPs are throttled for debt. */
    public boolean suspended;

    /** When debt changes something next; 0: never. */
    public long stepAtMs;

    /** Month (yyyy-MM) of {@link #recoveries}. */
    public String recoveryMonth = "";

    /** Released EIPs taken back in that month. */
    public int recoveries;

    @Override
    long dueMs() {
      return orNever(stepAtMs);
    }
  }

  /** Address blocks of one region and line type. */
  public static final class PoolRow extends Row {
    public String id = "";

    /** Empty: everybody's; then EIPs are drawn from it at random. */
    public String account = "";

    public String region = "";
    public String line = "";
    public String name = "";
    public String description = "";

    /** a.b.c.d/n or an IPv6 prefix. */
    public List<String> cidrs = List.of();

    /** Length of what one EIP is, in the 128-bit space: 128 an address, 64 an IPv6 subnet. */
    public int unitLength = 128;

    public long createdMs;
  }

  /** An address that is held, or rests after it was. */
  public static final class AddressUse extends Row {
    public String address = "";

    /** The EIP; empty while it rests. */
    public String eipId = "";

    public long restsUntilMs;

    @Override
    long dueMs() {
      return orNever(restsUntilMs);
    }
  }

  /** A released EIP that its account may still take back. */
  public static final class Released extends Row {
    public String eipId = "";
    public String account = "";
    public String region = "";
    public String line = "";
    public String address = "";
    public int prefixLength;
    public int statements;
    public long forgottenAtMs;

    @Override
    long dueMs() {
      return forgottenAtMs;
    }
  }

  /** A contiguous group of EIPs. */
  public static final class Segment extends Row {
    public String id = "";
    public String account = "";
    public String region = "";

    /** a.b.c.d/n. */
    public String cidr = "";

    public int count;
    public String status = "";
    public long createdMs;
    public long stepAtMs;

    @Override
    long dueMs() {
      return orNever(stepAtMs);
    }
  }

  /** Internet Shared Bandwidth. */
  public static final class SharedBandwidth extends Row {
    public String id = "";
    public String account = "";
    public String region = "";
    public String line = "";
    public String name = "";
    public String description = "";
    public String internetChargeType = "";
    public int ratio;
    public int bandwidthMbps;
    public String resourceGroupId = "";
    public boolean deletionProtection;
    public boolean throttled;
    public long createdMs;

    /** The maximum in force, bit/s: in debt next to nothing. */
    public long bitsPerSecond() {
      return throttled ? Rules.LOCKED_BITS_PER_SECOND : Rules.BITS_PER_MBIT * bandwidthMbps;
    }
  }

  /** What an EIP can be attached to, or one NAT gateway with its table's id. */
  public static final class Resource extends Row {
    public String id = "";

    /** EcsInstance, NetworkInterface, SlbInstance, Nat, HaVip. */
    public String type = "";

    public String region = "";
    public String vpc = "";

    /** Running, Stopped, Available, InUse, and whatever else it may be in. */
    public String status = "";

    public List<String> privateIps = List.of();

    /** Zones of an ALB or NLB: one EIP each. */
    public int zones = 2;

    /** The static public address of an ECS instance; empty: none. */
    public String publicIp = "";
  }

  /** An entry of a table of a NAT gateway. */
  public abstract static class NatEntry extends Row {
    public String id = "";
    public String account = "";
    public String tableId = "";
    public String natGateway = "";
    public String name = "";
    public long createdMs;
  }

  /** Source NAT: who goes out by which EIPs. */
  public static final class SnatEntry extends NatEntry {
    public String source = "";
    public List<String> addresses = List.of();
    public boolean affinity;
  }

  /** Destination NAT: a port of an EIP to a port inside. */
  public static final class ForwardEntry extends NatEntry {
    public String externalIp = "";
    public String externalPort = "";
    public String protocol = "";
    public String internalIp = "";
    public String internalPort = "";
  }

  /** The answer to a call with a ClientToken. */
  public static final class Token extends Row {
    /** The parameters it was called with. */
    public String parameters = "";

    public Map<String, Object> answer = Map.of();
    public long forgottenAtMs;

    @Override
    long dueMs() {
      return forgottenAtMs;
    }
  }

  /** An interval in which nothing about an EIP changed: what was last said of it. */
  public static final class Span extends Row {
    public String ownershipId = "";
    public String eipId = "";
    public String address = "";
    public int prefixLength;
    public String account = "";
    public String region = "";
    public String line = "";
    public String chargeMethod = "";
    public long maxBandwidthBitsPerSecond;
    public String associationKind = "";
    public String associationId = "";
    public String sharedBandwidthId = "";
    public String lock = "";
    public long fromMs;

    /** 0: it goes on. */
    public long toMs;
  }

  /** Who did what, when, and what came of it. */
  public static final class Operation extends Row {
    public String requestId = "";
    public long atMs;
    public String account = "";
    public String accessKeyId = "";
    public String action = "";
    public Map<String, String> parameters = Map.of();

    /** OK, or the error code. */
    public String outcome = "";

    public int httpStatus;
    public String source = "";
    public String userAgent = "";
    public List<String> eipIds = List.of();
    public String message = "";
  }
}

package io.eipmeter.sim.world.cloud;

import java.util.List;
import java.util.Map;

/** An EIP from its allocation to its release, or the static public address of an ECS instance. */
public final class ElasticIp extends Row {
  static final String AVAILABLE = "Available";
  static final String ASSOCIATING = "Associating";
  static final String IN_USE = "InUse";
  static final String UNASSOCIATING = "Unassociating";

  public String id = "";
  public String account = "";
  public String region = "";

  /** BGP or BGP_PRO. */
  public String line = "";

  /** First address of its unit. */
  public String address = "";

  /** Length of its unit in the 128-bit space. */
  public int prefixLength = 128;

  /** The pool it was taken from by name; empty: drawn from everybody's. */
  public String poolId = "";

  /** PostPaid or PrePaid. */
  public String chargeType = "PostPaid";

  /** PayByTraffic or PayByBandwidth. */
  public String internetChargeType = "PayByBandwidth";

  /** Its own maximum; within a shared bandwidth it does not count. */
  public int bandwidthMbps = 5;

  public String name = "";
  public String description = "";
  public String resourceGroupId = "";
  public Map<String, String> tags = Map.of();
  public List<String> protections = List.of();
  public String status = AVAILABLE;
  public String instanceType = "";
  public String instanceId = "";
  public String mode = "";
  public String privateIp = "";

  /** The shared bandwidth it is in; empty: none. */
  public String packageId = "";

  public String segmentId = "";
  public boolean deletionProtection;
  public boolean fineGrained;

  /** Locked for abuse. */
  public boolean securityLock;

  /** Locked for debt: 1 kbit/s. */
  public boolean financialLock;

  /** The static public address of an ECS instance: no EIP, cannot be detached. */
  public boolean staticPublicIp;

  public long allocatedMs;

  /** When the state it passes through ends; 0: it rests in one. */
  public long stepAtMs;

  /** What it will be charged by from {@link #switchAtMs} on; empty: no change is under way. */
  public String nextInternetChargeType = "";

  public long switchAtMs;

  /** When a subscription ends, is suspended, is released; 0: pay-as-you-go. */
  public long expiresMs;

  /** The next of these steps; 0: none. */
  public long expiryStepAtMs;

  /** Intervals stated so far. */
  public int statements;

  /** When the current one began. */
  public long statedFromMs;

  @Override
  long dueMs() {
    return Math.min(orNever(stepAtMs), Math.min(orNever(switchAtMs), orNever(expiryStepAtMs)));
  }

  @Override
  ElasticIp copy() {
    return (ElasticIp) super.copy();
  }

  boolean payAsYouGo() {
    return chargeType.equals("PostPaid");
  }

  /** Its own maximum in force, bit/s: in debt next to nothing. */
  public long ownBitsPerSecond() {
    return financialLock ? Rules.LOCKED_BITS_PER_SECOND : Rules.BITS_PER_MBIT * bandwidthMbps;
  }

  boolean locked() {
    return securityLock || financialLock;
  }

  /** Whether traffic can come to what it is associated with. */
  public boolean attached() {
    return status.equals(IN_USE) || status.equals(UNASSOCIATING);
  }
}

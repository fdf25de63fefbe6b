package io.eipmeter.sim.world.control;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.sim.world.Address;
import org.jspecify.annotations.Nullable;

/** An elastic IP from its allocation to its release. Changed by {@link ControlPlane} only. */
public final class Eip {
  final String id;
  final Account account;
  final Pool pool;
  final Address address;
  final ChargeMethod chargeMethod;
  long maxBandwidthBitsPerSecond;
  @Nullable SharedBandwidth shared;
  @Nullable Association association;
  int statements;
  long statedFromMs;
  boolean released;
  boolean throttled;
  private int changes;

  Eip(
      String id,
      Account account,
      Pool pool,
      Address address,
      ChargeMethod chargeMethod,
      long maxBandwidthBitsPerSecond) {
    this.id = id;
    this.account = account;
    this.pool = pool;
    this.address = address;
    this.chargeMethod = chargeMethod;
    this.maxBandwidthBitsPerSecond = maxBandwidthBitsPerSecond;
  }

  public String id() {
    return id;
  }

  public Account account() {
    return account;
  }

  public Pool pool() {
    return pool;
  }

  /** First address of its unit. */
  public Address address() {
    return address;
  }

  /** Its own; does not count while it is in a shared bandwidth. */
  public long maxBandwidthBitsPerSecond() {
    return maxBandwidthBitsPerSecond;
  }

  /** The shared bandwidth that it is in. */
  public @Nullable SharedBandwidth shared() {
    return shared;
  }

  /** The maximum in force. */
  long capBitsPerSecond() {
    return shared == null ? maxBandwidthBitsPerSecond : shared.bitsPerSecond;
  }

  public @Nullable Association association() {
    return association;
  }

  /** For debt: then even its least inbound bandwidth does not hold. */
  public boolean throttled() {
    return throttled;
  }

  public boolean released() {
    return released;
  }

  /** Goes up whenever the EIP is attached, detached or released: then its sessions are cut off. */
  public int changes() {
    return changes;
  }

  void changed() {
    changes++;
  }
}

package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;

/**
 * What an EIP is attached to.
 *
 * @param kind as in the control plane's InstanceType
 * @param id of the resource
 * @param inside the private address of a 1:1 resource; the first of the vSwitch behind a NAT
 *     gateway
 */
public record Association(Kind kind, String id, Address inside) {
  /** How the gateway treats the EIP. */
  public enum Kind {
    /** 1:1 translation. */
    ECS_INSTANCE("EcsInstance", "i-"),
    /** Source translation of many inside hosts, ports too. */
    NAT_GATEWAY("Nat", "ngw-"),
    /** Cut-through: the instance has the EIP itself, nothing is translated. */
    NETWORK_INTERFACE("NetworkInterface", "eni-");

    private final String instanceType;
    private final String idPrefix;

    Kind(String instanceType, String idPrefix) {
      this.instanceType = instanceType;
      this.idPrefix = idPrefix;
    }

    public String instanceType() {
      return instanceType;
    }

    public String idPrefix() {
      return idPrefix;
    }
  }
}

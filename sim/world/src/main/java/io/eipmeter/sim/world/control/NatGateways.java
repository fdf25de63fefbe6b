package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The NAT gateways of a world in which they have more than one EIP each. */
final class NatGateways implements NatTables {
  private static final int FIRST_NETWORK = 172 << 24 | 16 << 16;
  private static final long SHARED_BITS_PER_SECOND = 200_000_000;

  private final Scenario.Nats plan;
  private final Dice dice;
  private final ControlPlane plane;
  private final Map<String, NatGateway> byId = new HashMap<>();
  private final Map<String, List<NatGateway>> byHolder = new HashMap<>();

  NatGateways(Scenario.Nats plan, Dice dice, ControlPlane plane) {
    this.plan = plan;
    this.dice = dice;
    this.plane = plane;
  }

  @Override
  public @Nullable NatGateway of(Association home) {
    return byId.get(home.id());
  }

  /**
   * Where an EIP is attached instead of where it would be without any of these.
   *
   * @param usual what the same kind of resource would be
   */
  Association home(Eip eip, Association usual) {
    if (plan.eipsEach() <= 1 || !eip.pool().isIpv4()) {
      return usual;
    }
    List<NatGateway> mine =
        byHolder.computeIfAbsent(
            eip.account().id() + " " + eip.pool().region().id(), any -> new ArrayList<>());
    return switch (usual.kind()) {
      case NAT_GATEWAY -> behind(eip, usual, mine);
      case ECS_INSTANCE ->
          !mine.isEmpty() && dice.chance(plan.ownEipPart())
              ? new Association(
                  usual.kind(), usual.id(), mine.get(dice.below(mine.size())).giveOwn(eip, dice))
              : usual;
      case NETWORK_INTERFACE -> usual;
    };
  }

  private Association behind(Eip eip, Association usual, List<NatGateway> mine) {
    for (NatGateway each : mine) {
      if (each.eips().size() < plan.eipsEach()) {
        each.attach(eip);
        return new Association(usual.kind(), each.id(), usual.inside());
      }
    }
    Address network = Address.ipv4(FIRST_NETWORK + (byId.size() << 8));
    NatGateway added =
        new NatGateway(
            plane.newAssociation(usual.kind(), network).id(),
            network,
            plane.newSharedBandwidth(SHARED_BITS_PER_SECOND));
    byId.put(added.id(), added);
    mine.add(added);
    added.attach(eip);
    return new Association(usual.kind(), added.id(), network);
  }
}

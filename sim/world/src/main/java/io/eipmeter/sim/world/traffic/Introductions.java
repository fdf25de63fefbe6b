package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.control.Association;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.control.NatTable;
import io.eipmeter.sim.world.control.NatTables;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.gateway.Gateway;
import io.eipmeter.sim.world.gateway.MeteredFlow;
import io.eipmeter.sim.world.gateway.Translation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes conversations: who with whom, over which ports, how much, how long. */
final class Introductions {
  static final int TCP = 6;
  private static final int UDP = 17;
  private static final int[] SERVICES = {443, 443, 443, 80, 22, 25, 53, 8443};
  private static final double LEAST_BYTES = 400;
  private static final double LARGEST_BYTES = 4e9;

  private final Dice dice;
  private final List<Gateway> gateways;
  private final double longShare;
  private final boolean capped;
  private final boolean meetsOtherRegions;
  private final NatTables nats;
  private final double dnatPart;
  private long number;

  /**
   * @param firstNumber of the conversations: those due at one time go by their number
   */
  Introductions(
      Dice dice, List<Gateway> gateways, NatTables nats, Scenario scenario, long firstNumber) {
    this.dice = dice;
    this.nats = nats;
    number = firstNumber;
    dnatPart = scenario.control().nats().dnatPart();
    this.gateways = gateways;
    longShare = scenario.load().longShare();
    capped = scenario.control().capped();
    meetsOtherRegions = scenario.load().betweenRegions() > 0;
  }

  /**
   * A session of an attached EIP.
   *
   * @param other one of ours as the peer, if it is of the same family and, unless the scenario says
   *     otherwise, region
   * @return null if the NAT gateway has no port left
   */
  @Nullable Conversation session(Eip eip, @Nullable Eip other, long nowMs) {
    Association home = eip.association();
    if (home == null) {
      return null;
    }
    NatTable nat = nats.of(home);
    if (nat != null) {
      return dice.chance(dnatPart) ? forwarded(nat, eip, nowMs) : fromBehind(nat, eip, nowMs);
    }
    Gateway gateway = gatewayOf(eip);
    boolean client = home.kind() == Association.Kind.NAT_GATEWAY;
    boolean tcp = dice.chance(0.8);
    End ours = end(eip, home, client);
    int insidePort = client ? 1_024 + dice.below(64_000) : 0;
    End peer = stranger(eip.pool().isIpv4(), !client);
    @Nullable Eip met = null;
    Association peerHome = other == null ? null : other.association();
    if (other != null && peerHome != null && mayMeet(eip, other, peerHome)) {
      peer = end(other, peerHome, false);
      met = other;
    }
    if (client) {
      int port =
          gateway.takePort(ours.outside(), peer.outside(), peer.outsidePort(), tcp ? TCP : UDP);
      if (port < 0) {
        return null;
      }
      ours = new End(ours.inside(), insidePort, ours.outside(), port, true);
    }
    return converse(eip, ours, met, peer, tcp, client, nowMs);
  }

  /**
   * A session of an instance behind a NAT gateway: by its own EIP if it has one, else by any of the
   * gateway's that has a port left.
   */
  private @Nullable Conversation fromBehind(NatTable nat, Eip asked, long nowMs) {
    NatTable.Source source = nat.source(asked, dice);
    if (source == null) {
      return null;
    }
    Address host = source.host();
    boolean tcp = dice.chance(0.8);
    int insidePort = 1_024 + dice.below(64_000);
    End peer = stranger(true, false);
    Eip own = nat.ownEip(asked, host);
    if (own != null) {
      End ours = new End(host, insidePort, own.address(), insidePort, true);
      return converse(own, ours, null, peer, tcp, false, nowMs);
    }
    List<Eip> eips = source.eips();
    Translation taken =
        gatewayOf(asked)
            .takePort(
                eips.stream().map(Eip::address).toList(),
                dice.below(eips.size()),
                peer.outside(),
                peer.outsidePort(),
                protocol(tcp));
    if (taken == null) {
      return null;
    }
    Eip drawn = eips.get(taken.eip());
    End ours = new End(host, insidePort, drawn.address(), taken.port(), true);
    return converse(drawn, ours, null, peer, tcp, true, nowMs);
  }

  /** A session that comes in by DNAT, where an entry holds. */
  private @Nullable Conversation forwarded(NatTable nat, Eip eip, long nowMs) {
    NatTable.Forward entry = nat.forward(eip, dice);
    if (entry == null) {
      return null;
    }
    End ours = new End(entry.host(), entry.hostPort(), eip.address(), entry.port(), true);
    return converse(eip, ours, null, stranger(true, true), entry.tcp(), false, nowMs);
  }

  /**
   * @param met whose the peer is; null: not ours
   * @param sourceTranslated whether a port is held
   */
  private Conversation converse(
      Eip eip,
      End ours,
      @Nullable Eip met,
      End peer,
      boolean tcp,
      boolean sourceTranslated,
      long nowMs) {
    Gateway gateway = gatewayOf(eip);
    FlowPath outbound = ours.to(peer, protocol(tcp), true);
    MeteredFlow out;
    MeteredFlow in;
    if (met != null && gatewayOf(met) != gateway) {
      out = across(eip, ours, met, peer, tcp);
      in = across(met, peer, eip, ours, tcp);
    } else {
      out = gateway.flow(outbound);
      in = gateway.flow(peer.to(ours, protocol(tcp), met != null));
    }
    if (capped) {
      gateway.limit(out, eip, met, nowMs);
      gateway.limit(in, met, eip, nowMs);
    }
    // Servers mostly send, clients mostly receive.
    boolean download = sourceTranslated || dice.chance(0.15);
    return new Conversation(
        number++,
        gateway,
        dice,
        download ? in : out,
        download ? out : in,
        shape(tcp),
        eip,
        met,
        sourceTranslated ? outbound : null,
        nowMs);
  }

  private static int protocol(boolean tcp) {
    return tcp ? TCP : UDP;
  }

  /**
   * Packets of a stranger to a port of an EIP, answered by none and cut off by nothing.
   *
   * @return due at 0
   */
  Conversation packets(Eip eip, int port, Conversation.Shape shape) {
    Gateway gateway = gatewayOf(eip);
    End from = stranger(eip.pool().isIpv4(), true);
    int ipProtocol = protocol(shape.tcp());
    FlowPath path =
        FlowPath.plain(from.outside(), from.outsidePort(), host(eip), port, ipProtocol, false);
    MeteredFlow flow = gateway.flow(path);
    if (capped) {
      gateway.limit(flow, null, eip, 0);
    }
    return new Conversation(number++, gateway, dice, flow, null, shape, null, null, null, 0);
  }

  /** The same stranger to the same EIP, at another port. */
  Conversation again(Conversation before, int port, Conversation.Shape shape) {
    FlowPath path = before.heavy.path();
    FlowPath next =
        FlowPath.plain(path.src(), path.srcPort(), path.dst(), port, path.ipProtocol(), false);
    return new Conversation(
        number++,
        before.gateway,
        dice,
        before.gateway.flow(next),
        null,
        shape,
        null,
        null,
        null,
        0);
  }

  /** Somebody outside who goes on sending to an address, whoever holds it, and gets no answer. */
  Conversation stubbornSender(Eip eip, long firstMs) {
    Gateway gateway = gatewayOf(eip);
    End from = stranger(eip.pool().isIpv4(), true);
    FlowPath path =
        FlowPath.plain(from.outside(), from.outsidePort(), host(eip), 4_500, UDP, false);
    return new Conversation(
        number++,
        gateway,
        dice,
        gateway.flow(path),
        null,
        new Conversation.Shape(Integer.MAX_VALUE, 2_000, 900, false),
        null,
        null,
        null,
        firstMs);
  }

  /** Two strangers whose packets pass our border router: no business of ours. */
  Conversation transit(Gateway border, long nowMs) {
    End from = stranger(true, true);
    End to = stranger(true, false);
    FlowPath path =
        FlowPath.plain(
            from.outside(), from.outsidePort(), to.outside(), to.outsidePort(), TCP, true);
    return new Conversation(
        number++, border, dice, border.flow(path), null, shape(true), null, null, null, nowMs);
  }

  /** A sweep over the neighbours of an EIP: one small packet to each, answered by none. */
  List<Conversation> scan(@Nullable Eip near, long nowMs) {
    List<Conversation> probes = new ArrayList<>();
    if (near == null) {
      return probes;
    }
    Pool pool = near.pool();
    Gateway gateway = gateways.get(pool.region().index());
    End from = stranger(pool.isIpv4(), true);
    int port = SERVICES[dice.below(SERVICES.length)];
    int count = pool.unitLength() == 128 ? 8 : 1;
    Address first = near.address().prefix(Math.min(125, pool.unitLength()));
    for (int i = 0; i < count; i++) {
      Address target = pool.unitLength() == 128 ? first.plus(i) : host(near);
      FlowPath path = FlowPath.plain(from.outside(), from.outsidePort(), target, port, TCP, false);
      Conversation.Shape probe = new Conversation.Shape(1, 1, 0, true);
      probes.add(
          new Conversation(
              number++,
              gateway,
              dice,
              gateway.flow(path),
              null,
              probe,
              null,
              null,
              null,
              nowMs + i));
    }
    return probes;
  }

  private Gateway gatewayOf(Eip eip) {
    return gateways.get(eip.pool().region().index());
  }

  /** Leaves by the gateway of one region and comes in by that of another. */
  private MeteredFlow across(Eip sender, End from, Eip receiver, End to, boolean tcp) {
    FlowPath leaving = from.to(to.seenOutside(), protocol(tcp), true);
    FlowPath arriving = from.seenOutside().to(to, protocol(tcp), false);
    return gatewayOf(sender).flow(leaving, gatewayOf(receiver), arriving);
  }

  private boolean mayMeet(Eip eip, Eip other, Association home) {
    return other != eip
        && home.kind() == Association.Kind.ECS_INSTANCE
        && (meetsOtherRegions || other.pool().region().equals(eip.pool().region()))
        && other.pool().isIpv4() == eip.pool().isIpv4();
  }

  private End end(Eip eip, Association home, boolean client) {
    int port = client ? 1_024 + dice.below(64_000) : SERVICES[dice.below(SERVICES.length)];
    Address outside = host(eip);
    boolean translated = eip.pool().isIpv4() && home.kind() != Association.Kind.NETWORK_INTERFACE;
    return new End(translated ? home.inside() : outside, port, outside, port, translated);
  }

  private End stranger(boolean ipv4, boolean client) {
    Address address =
        ipv4
            ? Address.ipv4(0x64400000 | dice.below(1 << 22)) // 100.64.0.0/10
            : new Address(0x20010db8ffff0000L | dice.below(1 << 16), dice.nextLong());
    int port = client ? 1_024 + dice.below(64_000) : SERVICES[dice.below(SERVICES.length)];
    return End.plain(address, port);
  }

  /** The EIP itself, or a host in it where it is a subnet. */
  private Address host(Eip eip) {
    return eip.pool().unitLength() == 128
        ? eip.address()
        : new Address(eip.address().high(), dice.between(1, 1 << 20));
  }

  /** Heavy-tailed in size; the number of bursts grows with its root; some live for long. */
  private Conversation.Shape shape(boolean tcp) {
    double bytes = Math.min(LARGEST_BYTES, dice.pareto(LEAST_BYTES, 1.1));
    int bursts = 1 + (int) Math.min(240, StrictMath.sqrt(bytes / 20_000));
    double gapMs = dice.lognormal(700, 1);
    if (dice.chance(longShare)) {
      bursts = (int) dice.between(60, 300);
      gapMs = dice.between(2_000, 9_000);
      bytes = Math.min(LARGEST_BYTES, dice.pareto(2_000_000, 1.3));
    }
    return new Conversation.Shape(bursts, gapMs, bytes / bursts, tcp);
  }
}

package io.eipmeter.sim.world.script;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Course;
import io.eipmeter.sim.world.control.Association;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.gateway.Gateway;
import io.eipmeter.sim.world.gateway.MeteredFlow;
import io.eipmeter.sim.world.script.Role.Attachment;
import io.eipmeter.sim.world.script.Role.Stream;
import java.util.List;
import java.util.PriorityQueue;

/** The roles' traffic. */
public final class Streams implements Course {
  private static final int UDP = 17;
  private static final int SERVICE = 443;
  private static final int FIRST_PORT = 20_000;
  private static final int PACKET_BYTES = 1_480;

  private final PriorityQueue<Running> running = new PriorityQueue<>();
  private final List<Gateway> gateways;
  private final long startMs;

  /** One stream; its two directions are flows of their own. */
  private static final class Running implements Comparable<Running> {
    final int number;
    final Stream stream;
    final Gateway gateway;
    final MeteredFlow out;
    final MeteredFlow in;
    final long endMs;
    long dueMs;

    Running(
        int number,
        Stream stream,
        Gateway gateway,
        MeteredFlow out,
        MeteredFlow in,
        long dueMs,
        long endMs) {
      this.number = number;
      this.stream = stream;
      this.gateway = gateway;
      this.out = out;
      this.in = in;
      this.dueMs = dueMs;
      this.endMs = endMs;
    }

    @Override
    public int compareTo(Running other) {
      int byTime = Long.compare(dueMs, other.dueMs);
      return byTime != 0 ? byTime : Integer.compare(number, other.number);
    }
  }

  /**
   * The streams of all roles.
   *
   * @param gateways by the index of their region
   */
  public Streams(List<Role> roles, long startMs, List<Gateway> gateways) {
    this.startMs = startMs;
    this.gateways = gateways;
    for (Role role : roles) {
      role.streams().forEach(stream -> add(role, stream));
    }
  }

  private void add(Role role, Stream stream) {
    int number = running.size();
    Pool pool = role.pool();
    Gateway gateway = gateways.get(pool.region().index());
    long fromMs = startMs + stream.span().from().toMillis();
    var to = stream.span().to();
    long endMs = to == null ? Long.MAX_VALUE : startMs + to.toMillis();
    boolean translated = pool.isIpv4() && isTranslated(role, stream);
    Address outside =
        pool.unitLength() == 128
            ? pool.unit(role.unit())
            : new Address(pool.unit(role.unit()).high(), 1);
    Address inside = translated ? Acts.inside(role) : outside;
    Address peer =
        pool.isIpv4()
            ? Address.ipv4(100 << 24 | 64 << 16 | number + 1) // 100.64.0.0/10
            : new Address(0x20010db8ffff0000L, number + 1);
    int port = FIRST_PORT + number;
    FlowPath out =
        new FlowPath(
            inside, port, peer, SERVICE, UDP, translated, outside, port, peer, SERVICE, 1, 2, true);
    FlowPath in =
        new FlowPath(
            peer,
            SERVICE,
            outside,
            port,
            UDP,
            translated,
            peer,
            SERVICE,
            inside,
            port,
            2,
            1,
            false);
    running.add(
        new Running(number, stream, gateway, gateway.flow(out), gateway.flow(in), fromMs, endMs));
  }

  private static boolean isTranslated(Role role, Stream stream) {
    for (Attachment attachment : role.attached()) {
      var to = attachment.span().to();
      var from = stream.span().from();
      if (attachment.span().from().compareTo(from) <= 0 && (to == null || to.compareTo(from) > 0)) {
        return attachment.kind() != Association.Kind.NETWORK_INTERFACE;
      }
    }
    return false;
  }

  @Override
  public long nextMs() {
    Running next = running.peek();
    return next == null ? Long.MAX_VALUE : next.dueMs;
  }

  @Override
  public void step(long nowMs) {
    Running next = running.remove();
    if (nowMs >= next.endMs) {
      next.gateway.ended(next.out, nowMs);
      next.gateway.ended(next.in, nowMs);
      return;
    }
    pass(next.gateway, next.out, nowMs, next.stream.bytesOut());
    pass(next.gateway, next.in, nowMs, next.stream.bytesIn());
    next.dueMs = Math.min(next.endMs, nowMs + next.stream.every().toMillis());
    running.add(next);
  }

  private static void pass(Gateway gateway, MeteredFlow flow, long nowMs, long bytes) {
    if (bytes > 0) {
      gateway.pass(flow, nowMs, bytes, (bytes + PACKET_BYTES - 1) / PACKET_BYTES, 0);
    }
  }
}

package io.eipmeter.sim.world.script;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Course;
import io.eipmeter.sim.world.control.Account;
import io.eipmeter.sim.world.control.ControlPlane;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.script.Role.Attachment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The roles' allocations, attachments and releases, played to a control plane. What lies before the
 * run's start is done at once.
 */
public final class Acts implements Course {
  private static final int INSIDE = 10 << 24;

  private final ControlPlane plane;
  private final ArrayDeque<Act> left;
  private final Map<String, Eip> eips = new HashMap<>();

  private record Act(long atMs, Runnable action) {}

  public Acts(List<Role> roles, long startMs, ControlPlane plane) {
    this.plane = plane;
    List<Act> acts = new ArrayList<>();
    for (Role role : roles) {
      act(acts, startMs, role.held().from(), atMs -> allocate(role, atMs));
      for (Attachment attachment : role.attached()) {
        act(acts, startMs, attachment.span().from(), atMs -> attach(role, attachment, atMs));
        act(acts, startMs, attachment.span().to(), atMs -> plane.disassociate(eip(role), atMs));
      }
      act(acts, startMs, role.held().to(), atMs -> plane.release(eip(role), atMs));
    }
    acts.sort(Comparator.comparingLong(Act::atMs)); // stable: a role's own order stays
    left = new ArrayDeque<>(acts);
    while (nextMs() < startMs) {
      step(nextMs());
    }
  }

  /** What is done at a time. */
  @FunctionalInterface
  private interface At {
    void run(long atMs);
  }

  private static void act(List<Act> acts, long startMs, @Nullable Duration after, At action) {
    if (after != null) {
      long atMs = startMs + after.toMillis();
      acts.add(new Act(atMs, () -> action.run(atMs)));
    }
  }

  private void allocate(Role role, long atMs) {
    eips.put(
        role.eipId(),
        plane.allocate(
            role.eipId(),
            new Account(role.account()),
            role.pool(),
            role.pool().unit(role.unit()),
            role.chargeMethod(),
            role.maximumMbps() * 1_000_000L,
            atMs));
  }

  private void attach(Role role, Attachment attachment, long atMs) {
    plane.associate(eip(role), plane.newAssociation(attachment.kind(), Acts.inside(role)), atMs);
  }

  /** The private address behind a role's EIP. */
  static Address inside(Role role) {
    return Address.ipv4(INSIDE | role.pool().region().index() << 16 | role.unit() << 4 | 4);
  }

  private Eip eip(Role role) {
    Eip eip = eips.get(role.eipId());
    if (eip == null) {
      throw new IllegalStateException(role.eipId() + " is not allocated yet");
    }
    return eip;
  }

  @Override
  public long nextMs() {
    Act next = left.peek();
    return next == null ? Long.MAX_VALUE : next.atMs();
  }

  @Override
  public void step(long nowMs) {
    left.remove().action().run();
  }
}

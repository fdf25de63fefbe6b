package io.eipmeter.sim.world;

import java.util.List;

/** Several courses as one; of those due at one time the first comes first. */
final class Courses implements Course {
  private final List<Course> all;

  Courses(List<Course> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public long nextMs() {
    return next().nextMs();
  }

  @Override
  public void step(long nowMs) {
    next().step(nowMs);
  }

  private Course next() {
    Course next = all.get(0);
    for (Course each : all) {
      next = each.nextMs() < next.nextMs() ? each : next;
    }
    return next;
  }
}

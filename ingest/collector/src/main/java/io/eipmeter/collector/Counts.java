package io.eipmeter.collector;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The numbers of one collector. Thread-safe; adding is cheap, reading is not a snapshot. */
public final class Counts {
  private final Map<Count, LongAdder> adders = new EnumMap<>(Count.class);

  public Counts() {
    for (Count count : Count.values()) {
      adders.put(count, new LongAdder());
    }
  }

  public void add(Count count, long amount) {
    adder(count).add(amount);
  }

  public long of(Count count) {
    return adder(count).sum();
  }

  private LongAdder adder(Count count) {
    LongAdder adder = adders.get(count);
    if (adder == null) {
      throw new IllegalStateException("no adder for " + count);
    }
    return adder;
  }
}

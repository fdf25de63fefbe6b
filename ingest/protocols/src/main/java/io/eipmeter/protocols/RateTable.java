package io.eipmeter.protocols;

import io.eipmeter.protocols.RateKey.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sampling rates that an exporter told in options records, each under its scope, reachable from
 * all its domains: those of the domain itself first, then those of domain 0, which serves all, then
 * those of other domains where they agree. At most {@link #MOST_ENTRIES}, about 30 bytes each.
 */
final class RateTable {
  private static final int MOST_ENTRIES = 4096;

  /** {@link #firstDataLogMs} before there was any. */
  private static final long NEVER = -1;

  /**
   * A rate that was told, or that none was.
   *
   * @param rate null where its options could not be understood, or were waited for in vain
   * @param toldAt the exporter's arrival that told it last
   * @param toldBefore the one that told it the time before
   */
  record Told(@Nullable SamplingRate rate, long toldAt, long toldBefore) {}

  private static final Told UNKNOWN = new Told(null, 0, 0);

  private final TreeMap<RateKey, Told> told = new TreeMap<>();

  /** Changes with the table, so that what was looked up may be kept. */
  private long version;

  private boolean spoken;
  private boolean interfaces;
  private boolean lineCards;

  private boolean firstAwaited;
  private long nowLogMs;

  /** Log time of the first data for which a first rate might still come; -1 before. */
  private long firstDataLogMs = NEVER;

  /** Records that were counted as unsampled while no rate had been told at all. */
  private long countedUntold;

  long version() {
    return version;
  }

  /** Whether any options spoke of sampling, understood or not. */
  boolean hasSpoken() {
    return spoken;
  }

  boolean hasInterfaces() {
    return interfaces;
  }

  boolean hasLineCards() {
    return lineCards;
  }

  boolean isFull() {
    return told.size() >= MOST_ENTRIES;
  }

  /**
   * Takes a rate.
   *
   * @param rate null where the options could not be understood
   * @return whether something new was learned
   */
  boolean tell(RateKey key, @Nullable SamplingRate rate, long arrival) {
    Told before = told.get(key);
    if (before == null && isFull()) {
      return false;
    }
    boolean news = before == null || !Objects.equals(before.rate, rate);
    long toldBefore =
        before == null ? 0 : before.toldAt == arrival ? before.toldBefore : before.toldAt;
    told.put(key, new Told(rate, arrival, toldBefore));
    note(key);
    version++; // also where it is the same again: others may have been told no more since
    return news;
  }

  private void note(RateKey key) {
    spoken = true;
    interfaces |= key.scope() == Scope.INTERFACE || key.scope() == Scope.EGRESS_INTERFACE;
    lineCards |= key.scope() == Scope.LINE_CARD;
  }

  /** Marks what was waited for in vain; later data does not wait for it. */
  void giveUp(RateKey key) {
    if (!told.containsKey(key) && !isFull()) {
      told.put(key, UNKNOWN);
      version++;
    }
  }

  boolean isGivenUp(RateKey key) {
    Told known = told.get(key);
    return known != null && known.rate == null || known == null && isFull();
  }

  /** The rate of exactly this scope; null where none is known, or other domains differ. */
  @Nullable SamplingRate find(Protocol protocol, long domain, Scope scope, long id) {
    SamplingRate own = rateOf(new RateKey(protocol, domain, scope, id));
    if (own != null) {
      return own;
    }
    SamplingRate global = rateOf(new RateKey(protocol, 0, scope, id));
    return global != null || scope == Scope.TEMPLATE || scope == Scope.DOMAIN
        ? global
        : agreed(
            new RateKey(protocol, 0, scope, id), new RateKey(protocol, Long.MAX_VALUE, scope, id));
  }

  private @Nullable SamplingRate rateOf(RateKey key) {
    Told known = told.get(key);
    return known == null ? null : known.rate;
  }

  /**
   * The rate of the samplers where a record names none: the one that all of its domain have, else
   * all of domain 0, else all of the exporter. Null where there is none or they differ.
   */
  @Nullable SamplingRate ofSamplers(Protocol protocol, long domain) {
    for (long each : new long[] {domain, 0}) {
      if (samplersIn(protocol, each)) {
        return agreedSamplers(protocol, each, each);
      }
    }
    return agreedSamplers(protocol, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private boolean samplersIn(Protocol protocol, long domain) {
    return samplers(protocol).keySet().stream().anyMatch(key -> key.domain() == domain);
  }

  private Map<RateKey, Told> samplers(Protocol protocol) {
    return told.subMap(
        new RateKey(protocol, Long.MIN_VALUE, Scope.SAMPLER, Long.MIN_VALUE),
        new RateKey(protocol, Long.MAX_VALUE, Scope.SAMPLER, Long.MAX_VALUE));
  }

  private @Nullable SamplingRate agreedSamplers(Protocol protocol, long from, long to) {
    Map<RateKey, Told> samplers = samplers(protocol);
    Map<Long, Long> refreshed = new HashMap<>();
    samplers.forEach((key, each) -> refreshed.merge(key.domain(), each.toldBefore, Math::max));
    SamplingRate agreed = null;
    for (Map.Entry<RateKey, Told> entry : samplers.entrySet()) {
      long domain = entry.getKey().domain();
      // gone where another of its domain was told twice since it was told last
      boolean replaced = refreshed.getOrDefault(domain, 0L) > entry.getValue().toldAt;
      if (domain >= from && domain <= to && !replaced) {
        SamplingRate rate = entry.getValue().rate;
        if (rate == null || agreed != null && !agreed.equals(rate)) {
          return null;
        }
        agreed = rate;
      }
    }
    return agreed;
  }

  private @Nullable SamplingRate agreed(RateKey from, RateKey to) {
    SamplingRate agreed = null;
    for (Told each : told.subMap(from, to).values()) {
      if (each.rate != null) {
        if (agreed != null && !agreed.equals(each.rate)) {
          return null;
        }
        agreed = each.rate;
      }
    }
    return agreed;
  }

  /**
   * Says what time it is.
   *
   * @param waitMs how long the first data waits for a first rate; 0: not at all
   * @return whether that wait is over just now
   */
  boolean passTime(long logMs, long waitMs) {
    boolean before = firstAwaited;
    nowLogMs = logMs;
    firstAwaited =
        !spoken && waitMs > 0 && (firstDataLogMs == NEVER || logMs - firstDataLogMs < waitMs);
    return before && !firstAwaited;
  }

  /** Whether data must wait, because the exporter is new and may tell its first rate yet. */
  boolean awaitsFirst() {
    if (firstAwaited && firstDataLogMs == NEVER) {
      firstDataLogMs = nowLogMs;
    }
    return firstAwaited && !spoken;
  }

  void countUntold(long records) {
    countedUntold += records;
  }

  /** Records counted as unsampled before the first rate came; told once. */
  long takeCountedUntold() {
    long records = countedUntold;
    countedUntold = 0;
    return records;
  }

  /** Takes 1 in so many from version 1 of the state; 0 where none was told, or came in time. */
  void restore(RateKey key, long oneIn) {
    if (oneIn > 0) {
      tell(key, SamplingRate.of(oneIn, 1), 1);
    } else if (key.scope() == Scope.SAMPLER) {
      giveUp(key);
    }
  }

  void write(StateWriter out) {
    out.number(told.size());
    told.forEach(
        (key, each) -> {
          key.write(out);
          out.number(each.rate == null ? 0 : each.rate.population());
          out.number(each.rate == null ? 0 : each.rate.size());
          out.number(each.toldAt);
          out.number(each.toldBefore);
        });
    out.number(firstDataLogMs + 1);
    out.flag(firstAwaited);
    out.number(countedUntold);
  }

  void read(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      RateKey key = RateKey.read(in);
      SamplingRate rate = SamplingRate.of(in.number(), in.number());
      Told known = new Told(rate, in.number(), in.number());
      told.put(key, known);
      if (known.toldAt > 0) { // else it was waited for in vain
        note(key);
      }
    }
    firstDataLogMs = in.number() - 1;
    firstAwaited = in.flag();
    countedUntold = in.number();
  }
}

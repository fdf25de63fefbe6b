package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.Holdings.Contest;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Where it stands what was used and held. */
interface UsageSource {
  /** Holds still what is known of a month now, so that all that is asked of it fits together. */
  Snapshot snapshot(BillingPeriod period) throws TablesException;

  /** A month as it was known at one moment. */
  interface Snapshot extends AutoCloseable {
    BillingPeriod period();

    /** Accounts that used or held something, each with how many rows that are. */
    SortedMap<String, Long> accounts() throws TablesException;

    /** Bytes that nobody held, both directions. */
    long unownedBytes() throws TablesException;

    /** Bytes by the start of their hour, of accounts and of nobody, both directions. */
    SortedMap<Instant, Long> bytesByHour() throws TablesException;

    /** Bytes of the hours of a time by account, both directions; an empty account is nobody. */
    SortedMap<String, Long> bytesByAccount(Interval hours) throws TablesException;

    /** Usage of accounts: by account, then in the order of hours. */
    void forEachUsage(Collection<String> accounts, Consumer<UsageHour> taker)
        throws TablesException;

    /** What accounts held, by account; those that held nothing are missing. */
    Map<String, List<HeldEip>> held(Collection<String> accounts) throws TablesException;

    /** Who held the same as another, by account. */
    Map<String, List<Contest>> contests(Collection<String> accounts) throws TablesException;

    /**
     * Keeps what statements were made from.
     *
     * @param statements their ids by account
     */
    void freeze(Map<String, String> statements) throws TablesException;

    @Override
    void close() throws TablesException;
  }
}

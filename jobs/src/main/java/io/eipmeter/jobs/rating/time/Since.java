package io.eipmeter.jobs.rating.time;

import java.time.Instant;

/** A value from a time on. */
public record Since<T>(Instant from, T value) {}

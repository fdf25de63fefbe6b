package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.IdleKind;

/**
 * That an EIP has been idle for a while, if perhaps not yet long enough for a finding.
 *
 * @param holder the interval that holds the address now
 * @param sinceMs since when, milliseconds since the epoch
 * @param dueMs log time at which it becomes a finding
 */
record Idleness(Statement holder, IdleKind kind, long sinceMs, long dueMs) {}

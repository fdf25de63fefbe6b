package io.eipmeter.jobs.log;

import io.eipmeter.schemas.Topic;

/**
 * A record on its way to Kafka.
 *
 * @param partition where it goes; -1: by its key
 * @param key may be empty where the partition is given
 */
public record OutgoingRecord(Topic topic, int partition, byte[] key, byte[] value) {}

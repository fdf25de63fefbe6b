package io.eipmeter.collector.logs;

import java.util.List;

/**
 * What a line tells.
 *
 * @param resources whose traffic it is: the first of them that had an EIP then. An id, or an
 *     address of 16 bytes as text
 * @param startMs milliseconds since the epoch
 * @param endMs the last millisecond of the last second
 */
record LoggedFlow(
    List<String> resources, long startMs, long endMs, long bytesOut, long bytesIn, long packets) {}

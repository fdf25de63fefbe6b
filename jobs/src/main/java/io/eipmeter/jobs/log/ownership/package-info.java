/** Who held which address when: the statements of {@code eip-events}. No Flink, no clock. */
package io.eipmeter.jobs.log.ownership;

/** When an EIP is idle, and what is said about it. No Flink, no clock. */
package io.eipmeter.jobs.idle.domain;

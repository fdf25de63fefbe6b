/** Who is charged for which bytes. No Flink, no clock. */
package io.eipmeter.jobs.billing.domain;

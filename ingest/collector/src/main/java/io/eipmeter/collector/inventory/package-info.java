/**
 * Who holds which address from a file of the operator's: what a snapshot changes in what is in
 * force. No Kafka but in {@link io.eipmeter.collector.inventory.InForce#read}, no clock.
 */
@NullMarked
package io.eipmeter.collector.inventory;

import org.jspecify.annotations.NullMarked;

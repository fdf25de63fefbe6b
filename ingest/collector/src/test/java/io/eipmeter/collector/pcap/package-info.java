@NullMarked
package io.eipmeter.collector.pcap;

import org.jspecify.annotations.NullMarked;

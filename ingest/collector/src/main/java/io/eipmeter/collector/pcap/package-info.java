/** Reads capture files and finds the export datagrams in them. */
@NullMarked
package io.eipmeter.collector.pcap;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.eipmeter.collector.udp;

import org.jspecify.annotations.NullMarked;

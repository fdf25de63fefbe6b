/** The commands of the collector and of the operator's own inputs. */
@NullMarked
package io.eipmeter.collector.cli;

import org.jspecify.annotations.NullMarked;

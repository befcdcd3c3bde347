// SPDX-License-Identifier: Apache-2.0
/**
 * {@code skerry demo}: two nodes as two processes. {@code ChildNode} is one of them; {@code SampleTree} is shared if nothing
 * else is given; {@code TreeComparison} proves that what arrived is what was sent; {@code DemoReport} tells how it went.
 */
package org.skerry.runtime.cli.demo;

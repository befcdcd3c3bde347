// SPDX-License-Identifier: Apache-2.0
/** {@code skerry doctor}: looks at the machine and the home, without a node, and says how to mend what is wrong. */
package org.skerry.runtime.cli.doctor;

// SPDX-License-Identifier: Apache-2.0
/** Where the process begins: {@link org.skerry.runtime.Main}. The command line is {@code cli}, booting a node {@code node}. */
package org.skerry.runtime;

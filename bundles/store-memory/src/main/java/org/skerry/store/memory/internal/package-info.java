// SPDX-License-Identifier: Apache-2.0
/**
 * A chunk store in memory: {@code MemoryChunkStore} is the service, {@code MemoryStoreSettings} its configuration, checked.
 */
@NullMarked
package org.skerry.store.memory.internal;

import org.jspecify.annotations.NullMarked;

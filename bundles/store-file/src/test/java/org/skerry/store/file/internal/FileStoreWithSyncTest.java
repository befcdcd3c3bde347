// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

/** The same with the disk waited for. */
class FileStoreWithSyncTest extends FileStoreTest {

    @Override
    boolean sync() {
        return true;
    }
}

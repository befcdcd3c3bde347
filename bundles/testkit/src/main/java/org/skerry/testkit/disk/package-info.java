// SPDX-License-Identifier: Apache-2.0
/**
 * A disk that goes wrong. {@code FaultyDisk} lies around a file system in memory and fills up, fails with EIO, flips bits, and loses
 * what was not forced when the power goes. {@code Content} is the bytes of a file, now and when they were last forced;
 * {@code Names} is the tree, and {@code NameJournal} the changes of names that may still be lost; the rest makes a {@code java.nio.file.FileSystem} of it.
 */
@NullMarked
package org.skerry.testkit.disk;

import org.jspecify.annotations.NullMarked;

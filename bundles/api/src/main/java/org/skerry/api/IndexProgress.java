// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

/**
 * How far reading in has come.
 *
 * @param files files read
 * @param bytes bytes read
 * @param totalFiles files found so far; grows while the folder is still being walked
 * @param totalBytes their sizes together
 */
public record IndexProgress(long files, long bytes, long totalFiles, long totalBytes) {}

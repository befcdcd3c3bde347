// SPDX-License-Identifier: Apache-2.0
/**
 * Writing out. {@code FolderAcquisition} runs an acquisition into a folder: {@code PageFetch} wants the manifest page by
 * page, {@code PlanWriting} turns it into a {@code Plan} on disk (which chunk goes where), {@code DiskCheck} looks at
 * what is there already, {@code WantCursor} wants the rest in the order of the index, {@code ChunkWriting} puts it in
 * place, {@code Naming} gives whole files their names, {@code Finishing} makes symlinks and sets the times of folders, {@code Keeping} notes how to serve it again.
 * {@code Target} is the folder that is written.
 * {@code CacheAcquisition} only goes through the index, for a node without the secret.
 */
@NullMarked
package org.skerry.content.internal.acquire;

import org.jspecify.annotations.NullMarked;

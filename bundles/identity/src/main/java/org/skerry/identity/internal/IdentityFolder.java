// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;

/**
 * The files of an identity, and a lock that keeps a second process off them. A damaged file is an error that names it and
 * the way out; it is never replaced, because a new identity is for the owner to choose.
 */
final class IdentityFolder implements AutoCloseable {

    private static final String NEWER = ", and this program knows ";
    private static final int FORMAT = 0;
    private static final int VERSION = 1;
    private static final int VALUE = 1;
    private static final int PUBLIC_KEY = 2;
    private static final int RUN = 2;
    private static final int MAX_RUN_BYTES = 128;
    private static final int MAX_SEAL_KEYS = 16;
    private static final long MAX_INT = (1L << 53) - 1;
    private static final CborLimits LIMITS = new CborLimits(64 * 1024, 4, 256);

    private final OwnerFile identity;
    private final OwnerFile sealKeys;
    private final OwnerFile incarnation;
    private final FileChannel lock;
    private volatile long lastIncarnation;
    private volatile String lastRun = "";

    private IdentityFolder(Path folder, FileChannel lock) {
        this.identity = new OwnerFile(folder.resolve("identity.key"));
        this.sealKeys = new OwnerFile(folder.resolve("seal.keys"));
        this.incarnation = new OwnerFile(folder.resolve("incarnation"));
        this.lock = lock;
    }

    /** Opens the folder, made if need be; throws if another process has it open. */
    static IdentityFolder open(Path folder) throws IOException {
        OwnerFile.makeFolder(folder);
        Path path = folder.resolve("lock");
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                OwnerFile.modeOf(path, OwnerFile.FILE_MODE));
        try {
            if (!isLocked(channel)) {
                throw new IOException(folder + " is in use by another node; stop that one, or use another home");
            }
            return new IdentityFolder(folder, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another node in this JVM.
            return false;
        }
    }

    /** The identity key; a new one in a folder that has never held any. */
    SigningKey loadIdentity(SecureRandom random) throws IOException {
        Optional<byte[]> content = identity.read();
        if (content.isEmpty()) {
            return createIdentity(random);
        }
        String remedy = "restore it from a backup; or remove " + identity.path().getParent()
                + " to go on as a new peer, whom nobody knows";
        try {
            CborMap map = decode(content.get());
            byte[] seed = map.requiredBytes(VALUE, SigningKey.SEED_BYTES, SigningKey.SEED_BYTES);
            SigningKey key = SigningKey.of(seed);
            Arrays.fill(seed, (byte) 0);
            byte[] expected = map.requiredBytes(PUBLIC_KEY, SigningKey.PUBLIC_BYTES, SigningKey.PUBLIC_BYTES);
            if (!Arrays.equals(expected, key.publicKey())) {
                throw new MalformedCborException("the public key does not fit the seed");
            }
            return key;
        } catch (MalformedCborException e) {
            throw damaged(identity, e, remedy);
        } finally {
            Arrays.fill(content.get(), (byte) 0);
        }
    }

    private SigningKey createIdentity(SecureRandom random) throws IOException {
        for (OwnerFile other : List.of(sealKeys, incarnation)) {
            if (other.exists()) {
                throw new IOException(
                        identity.path() + " is missing, but " + other.path().getFileName()
                                + " is there, so this node had an identity: restore the file from a backup; or remove "
                                + identity.path().getParent() + " to go on as a new peer, whom nobody knows");
            }
        }
        SigningKey key = SigningKey.random(random);
        byte[] seed = key.seed();
        write(identity, map().put(VALUE, seed).put(PUBLIC_KEY, key.publicKey()));
        Arrays.fill(seed, (byte) 0);
        return key;
    }

    /** Newest first, as saved; empty if there are none yet. */
    List<SealKeyPair> loadSealKeys(SigningKey owner) throws IOException {
        Optional<byte[]> content = sealKeys.read();
        if (content.isEmpty()) {
            return List.of();
        }
        try {
            CborArray stored = decode(content.get()).requiredArray(VALUE, MAX_SEAL_KEYS);
            List<SealKeyPair> keys = new ArrayList<>();
            for (int i = 0; i < stored.size(); i++) {
                keys.add(SealKeyPair.load(stored.mapAt(i), PeerId.of(owner.publicKey())));
            }
            return keys;
        } catch (MalformedCborException e) {
            throw damaged(
                    sealKeys,
                    e,
                    "restore it from a backup; or remove this one file: the node stays the same peer, makes new seal keys,"
                            + " and cannot open what is on its way to the old ones");
        } finally {
            Arrays.fill(content.get(), (byte) 0);
        }
    }

    void saveSealKeys(List<SealKeyPair> keys) throws IOException {
        CborArray stored = CborArray.of(keys.stream().map(SealKeyPair::stored).toList());
        write(sealKeys, map().put(VALUE, stored));
    }

    /**
     * The next incarnation, which is on the disk when this returns: the time, or one more than the last if the clock has
     * gone back. The same again for the same run.
     *
     * @param nowMillis the time in milliseconds since 1970-01-01
     * @param run names a life of the process; empty for a new one each time
     */
    long nextIncarnation(long nowMillis, String run) throws IOException {
        Optional<byte[]> content = incarnation.read();
        long last = 0;
        if (content.isPresent()) {
            try {
                CborMap map = decode(content.get());
                last = map.requiredInt(VALUE, 1, MAX_INT - 1);
                if (!run.isEmpty() && map.requiredText(RUN, MAX_RUN_BYTES).equals(run)) {
                    lastIncarnation = last;
                    lastRun = run;
                    return last;
                }
            } catch (MalformedCborException e) {
                throw damaged(
                        incarnation,
                        e,
                        "check that this machine's clock is right, then remove this one file: the node stays the same peer");
            }
        }
        long next = Math.max(last + 1, nowMillis);
        write(incarnation, map().put(VALUE, next).put(RUN, run));
        lastIncarnation = next;
        lastRun = run;
        return next;
    }

    /**
     * Compares the files with what a running node has in memory; changes nothing.
     *
     * @return the names of those that say something else or cannot be read, with what is wrong, one line each
     */
    Map<String, String> faults(SigningKey key) {
        Map<String, String> faults = new TreeMap<>();
        fault(identity, faults, map -> {
            byte[] seed = map.requiredBytes(VALUE, SigningKey.SEED_BYTES, SigningKey.SEED_BYTES);
            byte[] derived = SigningKey.of(seed).publicKey();
            Arrays.fill(seed, (byte) 0);
            byte[] stored = map.requiredBytes(PUBLIC_KEY, SigningKey.PUBLIC_BYTES, SigningKey.PUBLIC_BYTES);
            return Arrays.equals(stored, key.publicKey()) && Arrays.equals(derived, stored);
        });
        fault(sealKeys, faults, map -> {
            CborArray stored = map.requiredArray(VALUE, MAX_SEAL_KEYS);
            for (int i = 0; i < stored.size(); i++) {
                SealKeyPair.load(stored.mapAt(i), PeerId.of(key.publicKey()));
            }
            return stored.size() > 0;
        });
        fault(incarnation, faults, map -> map.requiredInt(VALUE, 1, MAX_INT) == lastIncarnation);
        return faults;
    }

    /** Whether a file says what is in memory. */
    private interface Comparison {
        boolean holds(CborMap map) throws MalformedCborException;
    }

    private static void fault(OwnerFile file, Map<String, String> faults, Comparison comparison) {
        String name = String.valueOf(file.path().getFileName());
        try {
            Optional<byte[]> content = file.read();
            if (content.isEmpty()) {
                faults.put(name, file.path() + " is missing");
            } else if (!comparison.holds(decode(content.get()))) {
                faults.put(name, file.path() + " says something else than the node that runs with it");
            }
        } catch (MalformedCborException e) {
            faults.put(name, file.path() + " cannot be read: " + e.getMessage());
        } catch (IOException e) {
            faults.put(name, String.valueOf(e.getMessage()));
        }
    }

    /** Whether a later version of the node wrote a file, by what {@link #faults} says of it. */
    static boolean isNewer(String fault) {
        return fault.contains(NEWER);
    }

    /**
     * Gives a file another name and writes in its place what a running node has in memory.
     *
     * @param name as {@link #faults} gives it
     * @param suffix of the other name
     */
    void restore(String name, String suffix, SigningKey key, List<SealKeyPair> keys) throws IOException {
        OwnerFile file = List.of(identity, sealKeys, incarnation).stream()
                .filter(it -> it.path().endsWith(name))
                .findFirst()
                .orElseThrow();
        if (file.exists()) {
            Files.move(file.path(), file.path().resolveSibling(name + suffix), StandardCopyOption.ATOMIC_MOVE);
        }
        if (file == identity) {
            byte[] seed = key.seed();
            write(identity, map().put(VALUE, seed).put(PUBLIC_KEY, key.publicKey()));
            Arrays.fill(seed, (byte) 0);
        } else if (file == sealKeys) {
            saveSealKeys(keys);
        } else {
            write(incarnation, map().put(VALUE, lastIncarnation).put(RUN, lastRun));
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static CborMap.Builder map() {
        return CborMap.builder().put(FORMAT, VERSION);
    }

    private static void write(OwnerFile file, CborMap.Builder map) throws IOException {
        byte[] encoded = CborCodec.encode(map.build());
        try {
            file.write(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static CborMap decode(byte[] content) throws MalformedCborException {
        CborMap map = CborCodec.decodeMap(content, LIMITS);
        long version = map.requiredInt(FORMAT, 0, MAX_INT);
        if (version != VERSION) {
            throw new MalformedCborException("format " + version + NEWER + VERSION);
        }
        return map;
    }

    private static IOException damaged(OwnerFile file, MalformedCborException why, String remedy) {
        return new IOException(file.path() + " is damaged (" + why.getMessage() + "): " + remedy);
    }
}

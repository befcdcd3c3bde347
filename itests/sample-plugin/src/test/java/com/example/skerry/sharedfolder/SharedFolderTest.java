// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.sharedfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.testkit.signaling.SignalingNode;

/** A drive that comes and goes, and others who write into the folder what they like. */
class SharedFolderTest {

    private static final Inbox INBOX = Inbox.of(new byte[Inbox.BYTES]);
    private static final String TO_INBOX = "i-" + "0".repeat(2 * Inbox.BYTES);

    @TempDir
    Path drive;

    private Path folder;
    private SharedFolderSignaling signaling;
    private SignalingNode sender;
    private SignalingNode receiver;

    @BeforeEach
    void openTwoNodes() throws IOException {
        folder = Files.createDirectory(drive.resolve("folder"));
        signaling = new SharedFolderSignaling(Settings.of(folder).keep(400));
        sender = new SignalingNode("sender", signaling);
        receiver = new SignalingNode("receiver", signaling);
        awaitState(ChannelState.OPEN);
        receiver.listen(INBOX);
    }

    @AfterEach
    void stop() throws InterruptedException {
        sender.close();
        receiver.close();
        signaling.stop();
        signaling.thread.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Test
    void saysThatTheDriveIsGoneAndComesBackByItself() throws IOException {
        Path elsewhere = drive.resolve("elsewhere");
        Files.move(folder, elsewhere);
        awaitState(ChannelState.DOWN);
        assertThat(receiver.reasons()).last().asString().contains(folder.toString());
        Files.move(elsewhere, folder);
        awaitState(ChannelState.OPEN);
        assertFramesPass("after the drive was gone");
    }

    @Test
    void saysThatAFileIsInThePlaceOfTheFolder() throws IOException {
        Files.move(folder, drive.resolve("elsewhere"));
        Files.createFile(folder);
        awaitState(ChannelState.DOWN);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenWhenTheDriveIsBack() throws IOException {
        Path elsewhere = drive.resolve("elsewhere");
        Files.move(folder, elsewhere);
        awaitState(ChannelState.DOWN);
        byte[] frame = bytes("written in between");
        sender.channel().send(INBOX, frame);
        long before = signaling.thread.getCompletedTaskCount();
        await("it is tried in vain").until(() -> signaling.thread.getCompletedTaskCount() > before + 4);
        Files.move(elsewhere, folder);
        await().until(() -> receiver.got(frame));
    }

    @Test
    void deletesFilesThatAreOldWhoeverWroteThem() throws IOException {
        assertFramesPass("soon old");
        write(foreign(1).replace(".frame", ".part"), "of a node that crashed while it wrote");
        await().until(() -> list().isEmpty());
    }

    @Test
    void leavesAloneWhatIsNotItsOwn() throws IOException {
        write("holiday.jpg", "not ours");
        assertFramesPass("beside a picture");
        await().until(() -> list().equals(List.of(folder.resolve("holiday.jpg"))));
    }

    @Test
    void aHugeFileIsNotReadIn() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve(foreign(1)).toFile(), "rw")) {
            sparse.setLength(1L << 40); // as much as no heap holds
        }
        assertFramesPass("beside a huge file");
    }

    @Test
    void linksAndFoldersAreNotFollowed() throws IOException {
        Path secret = Files.writeString(drive.resolve("secret"), "not for the folder");
        Files.createSymbolicLink(folder.resolve(foreign(1)), secret);
        Files.createSymbolicLink(folder.resolve(foreign(2)), Path.of("/dev/zero"));
        Files.createDirectories(folder.resolve(foreign(3)).resolve("full"));
        assertFramesPass("beside links");
        assertThat(receiver.got(bytes("not for the folder"))).isFalse();
        await().until(() -> list().size() == 1); // links go when they are old, a folder that is not empty stays
        assertThat(secret).exists();
    }

    @Test
    void tooManyFilesKeepItDownUntilTheyAreGone() throws Exception {
        receiver.close();
        folder = Files.createDirectory(drive.resolve("flooded"));
        for (int i = 0; i <= SharedFolderChannel.MAX_FILES; i++) {
            write(foreign(i), "");
        }
        SharedFolderSignaling flooded = new SharedFolderSignaling(Settings.of(folder).keep(400));
        try (SignalingNode node = new SignalingNode("flooded", flooded)) {
            await().until(() -> node.state() == ChannelState.DOWN);
            assertThat(node.reasons()).singleElement().asString().contains("more than");
            await().until(() -> node.state() == ChannelState.OPEN); // named like ours: they go when they are old
        } finally {
            flooded.stop();
            flooded.thread.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesADirectoryThatIsRelative() {
        assertThatThrownBy(() -> new SharedFolderSignaling(Settings.of(Path.of("folder"))))
                .hasMessageContaining("directory");
    }

    private void awaitState(ChannelState state) {
        await().until(() -> sender.state() == state && receiver.state() == state);
    }

    private void assertFramesPass(String text) {
        byte[] frame = bytes(text);
        sender.channel().send(INBOX, frame);
        await().until(() -> receiver.got(frame));
    }

    /** A name such as another node gives. */
    private static String foreign(int number) {
        return TO_INBOX + "-" + "f".repeat(16) + "-%016x.frame".formatted(number);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

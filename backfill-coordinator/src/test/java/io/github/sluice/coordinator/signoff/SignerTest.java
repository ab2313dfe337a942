package io.github.sluice.coordinator.signoff;

import static io.github.sluice.coordinator.signoff.Words.ALICE;
import static io.github.sluice.coordinator.signoff.Words.BOB;
import static io.github.sluice.coordinator.signoff.Words.NOW;
import static io.github.sluice.coordinator.signoff.Words.rules;
import static io.github.sluice.coordinator.signoff.Words.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignerTest {
    private final Subject equal = subject(Verdict.EQUAL);

    @Test
    void aKeySaysWhoseItIsAndItsWordCounts() {
        Signer bob = Signer.holder(Ed25519.pem(BOB.getPrivate()), rules(1, false));
        assertThat(bob.name()).isEqualTo("bob");
        SignedStatement signed = bob.sign(equal, NOW.plusMillis(999), "");
        assertThat(signed.statement().at()).isEqualTo(NOW);
        Decision decision = new SignOffGuard(rules(1, false)).decide(equal, List.of(signed), NOW);
        assertThat(decision.granted()).isTrue();
        assertThat(decision.how()).isEqualTo("--key");
        assertThat(signed.toTree().toString())
                .as("nothing of the private key is told")
                .doesNotContain(Ed25519.pem(BOB.getPrivate()).split("\n")[1]);
    }

    @Test
    void aKeyThatThePolicyDoesNotKnowIsRefusedAndWhatIsNoKeyIsAFaultOfTheCommandLine() {
        assertThatThrownBy(() -> Signer.holder(Ed25519.pem(Ed25519.generate().getPrivate()), rules(1, false)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("belongs to nobody in policy.signoff.keys (alice, bob)");
        assertThatThrownBy(() -> Signer.holder(Ed25519.pem(ALICE.getPublic()), rules(1, false)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("must be an Ed25519 private key");
    }

    @Test
    void anAccountSignsByItsNameAlone() {
        SignedStatement signed = Signer.account("--yes").sign(equal, NOW, "");
        assertThat(signed.signer()).contains("@");
        assertThat(signed.signature()).isEmpty();
        assertThat(signed.how()).isEqualTo("--yes");
    }
}

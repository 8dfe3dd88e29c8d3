package io.flatbook.ops.console;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is signed in, and for how long. */
final class SignInsTest
{
    private long nowNs = 7;
    private final SignIns people = new SignIns(() -> nowNs);

    @Test
    void aTokenIsGoodForOneRequest()
    {
        final SignIns.Person alice = people.begin("risk/alice", "1:aa");
        final SignIns.Person bob = people.begin("risk/bob", null);
        final String first = alice.token();

        assertThat(people.take(alice, bob.token())).isFalse();
        assertThat(people.take(alice, null)).isFalse();
        assertThat(people.take(alice, first)).isTrue();
        assertThat(people.take(alice, first)).isFalse();
        assertThat(people.take(alice, alice.token())).isTrue();
    }

    @Test
    void whoDoesNothingIsSignedOut()
    {
        final SignIns.Person alice = people.begin("risk/alice", null);
        nowNs += SignIns.IDLE_NS;
        assertThat(people.find(alice.key())).isSameAs(alice);
        nowNs++;
        assertThat(people.find(alice.key())).isNull();
        assertThat(people.find(null)).isNull();
        assertThat(people.find(alice.token())).isNull();
    }

    @Test
    void everybodySignsInAnewAfterSomeHours()
    {
        final SignIns.Person alice = people.begin("risk/alice", null);
        final long step = SignIns.IDLE_NS / 2;
        for (long passedNs = step; passedNs <= SignIns.WHOLE_NS; passedNs += step)
        {
            nowNs += step;
            assertThat(people.find(alice.key())).isSameAs(alice);
            assertThat(people.take(alice, alice.token())).isTrue();
        }
        nowNs += step;
        assertThat(people.find(alice.key())).isNull();
    }

    @Test
    void thereIsRoomForSomePeopleAndForOthersOnceTheyAreGone()
    {
        SignIns.Person last = null;
        for (int i = 0; i < SignIns.SIGN_INS_MAX; i++)
        {
            last = people.begin("risk/p" + i, null);
        }
        assertThat(people.begin("risk/late", null)).isNull();
        people.end(last);
        assertThat(people.begin("risk/late", null)).isNotNull();
        nowNs += 1 + SignIns.IDLE_NS;
        assertThat(people.begin("risk/later", null)).isNotNull();
    }
}

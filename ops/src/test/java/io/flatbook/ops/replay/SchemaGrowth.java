package io.flatbook.ops.replay;

import uk.co.real_logic.sbe.ir.Encoding;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a later version of a schema changed that it may not (VER-1). It may add messages, values of enums and
 * choices of sets, and fields at the end of a root block or of a group's entry. All of these name their version. A
 * composite stays as it is: whatever follows it in a block would move.
 */
final class SchemaGrowth
{
    private final List<String> wrong = new ArrayList<>();
    private final int oldVersion;

    private SchemaGrowth(final int oldVersion)
    {
        this.oldVersion = oldVersion;
    }

    /** What is wrong, in words; empty if every message of the older one decodes under the newer one. */
    static List<String> wrong(final Ir older, final Ir newer)
    {
        final SchemaGrowth growth = new SchemaGrowth(older.version());
        growth.check(older.id() == newer.id() && newer.version() > older.version(), "schema id and version");
        growth.compare("header", older.headerStructure().tokens(), newer.headerStructure().tokens());
        for (final List<Token> message : older.messages())
        {
            final List<Token> now = newer.getMessage(message.get(0).id());
            final String name = message.get(0).name();
            growth.check(null != now && name.equals(now.get(0).name()), name + " is no more");
            if (null != now)
            {
                growth.block(name, message, now);
            }
        }
        for (final List<Token> message : newer.messages())
        {
            final Token begin = message.get(0);
            growth.check(null != older.getMessage(begin.id()) || begin.version() > older.version(),
                begin.name() + " names no sinceVersion");
        }
        return growth.wrong;
    }

    /** Root block or group: its fields, then its groups and variable fields. */
    private void block(final String place, final List<Token> older, final List<Token> newer)
    {
        final List<List<Token>> oldParts = parts(older);
        final List<List<Token>> newParts = parts(newer);
        final long oldFields = oldParts.stream().filter(SchemaGrowth::isField).count();
        final long newFields = newParts.stream().filter(SchemaGrowth::isField).count();
        check(oldParts.size() - oldFields == newParts.size() - newFields,
            place + " has other groups or variable fields");
        check(newFields >= oldFields, place + " has fewer fields");
        for (int i = 0; i < newParts.size(); i++)
        {
            final int old = i < newFields ? i : (int)(i - newFields + oldFields);
            final List<Token> part = newParts.get(i);
            final String name = place + "." + part.get(0).name();
            if (i < newFields && i >= oldFields)
            {
                check(part.get(0).version() > oldVersion, name + " names no sinceVersion");
            }
            else if (old < oldParts.size() && Signal.BEGIN_GROUP == part.get(0).signal())
            {
                block(name, oldParts.get(old), part);
            }
            else if (old < oldParts.size())
            {
                compare(name, oldParts.get(old), part);
            }
        }
    }

    private void compare(final String place, final List<Token> older, final List<Token> newer)
    {
        final List<String> then = older.stream().map(SchemaGrowth::text).toList();
        final List<String> now = newer.stream().filter((token) -> !isNewValue(token)).map(SchemaGrowth::text).toList();
        check(then.equals(now), place + " was " + then + ", is " + now);
    }

    private boolean isNewValue(final Token token)
    {
        return (Signal.VALID_VALUE == token.signal() || Signal.CHOICE == token.signal()) &&
            token.version() > oldVersion;
    }

    private void check(final boolean isRight, final String what)
    {
        if (!isRight)
        {
            wrong.add(what);
        }
    }

    private static boolean isField(final List<Token> part)
    {
        return Signal.BEGIN_FIELD == part.get(0).signal();
    }

    /** What stands directly in a block, each with all of its tokens. */
    private static List<List<Token>> parts(final List<Token> tokens)
    {
        final List<List<Token>> parts = new ArrayList<>();
        final boolean isGroup = Signal.BEGIN_GROUP == tokens.get(0).signal();
        int i = isGroup ? 1 + tokens.get(1).componentTokenCount() : 1;
        while (i < tokens.size() - 1)
        {
            final int count = tokens.get(i).componentTokenCount();
            parts.add(tokens.subList(i, i + count));
            i += count;
        }
        return parts;
    }

    private static String text(final Token token)
    {
        final Encoding encoding = token.encoding();
        return String.join(" ", String.valueOf(token.signal()), token.name(), String.valueOf(token.id()),
            "v" + token.version(), "at " + token.offset(), "length " + token.encodedLength(),
            String.valueOf(encoding.primitiveType()), String.valueOf(encoding.presence()),
            String.valueOf(encoding.constValue()), String.valueOf(encoding.nullValue()));
    }
}

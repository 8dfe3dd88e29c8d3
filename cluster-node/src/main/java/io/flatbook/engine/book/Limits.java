package io.flatbook.engine.book;

/**
 * Bounds of the engine: one object, the same on all nodes, kept in the snapshot. Nodes use the defaults; tests shrink
 * them. Set what differs before the engine is made.
 *
 * <p>Contract: NOUN-8.
 */
public final class Limits
{
    /** As far as risk can raise the most positions open in one instrument. */
    public static final int POSITIONS_PER_INSTRUMENT_MAX = 4_194_304;

    /** As far as risk can raise the most gateways. */
    public static final int GATEWAYS_MAX = 1_024;

    private int bookingsPerEntry = 16_384;
    private int positionsPerInstrument = 1_048_576;
    private int legsPerAccount = 256;
    private int instruments = 4_096;
    private int assets = 64;
    private int gateways = 256;
    private int principals = 1_024;
    private int tiers = 256;
    private int tradesPerBatch = 16;
    private int marksPerUpdate = 256;
    private int outcomesPerPrincipal = 1_024;
    private int eventsRetained = 262_144;
    private int idsRetained = 65_536;
    private int proposals = 64;
    private int proposalsPerPrincipal = 8;
    private int accounts = 4_194_304;
    private int accountsPerVenue = 1_048_576;
    private int accountsPerOwner = 1_024;
    private int pageRows = 64;
    private int pageBytes = 8_192;
    private long clockStepMs = 60_000;
    private long tickMs = 100;
    private long proposalMs = 86_400_000;

    /** The limits of a node, before risk raises any (VER-3). */
    public Limits()
    {
    }

    /** A copy, for an engine that raises its own. */
    public Limits(final Limits other)
    {
        bookingsPerEntry = other.bookingsPerEntry;
        positionsPerInstrument = other.positionsPerInstrument;
        legsPerAccount = other.legsPerAccount;
        instruments = other.instruments;
        assets = other.assets;
        gateways = other.gateways;
        principals = other.principals;
        tiers = other.tiers;
        tradesPerBatch = other.tradesPerBatch;
        marksPerUpdate = other.marksPerUpdate;
        outcomesPerPrincipal = other.outcomesPerPrincipal;
        eventsRetained = other.eventsRetained;
        idsRetained = other.idsRetained;
        proposals = other.proposals;
        proposalsPerPrincipal = other.proposalsPerPrincipal;
        accounts = other.accounts;
        accountsPerVenue = other.accountsPerVenue;
        accountsPerOwner = other.accountsPerOwner;
        pageRows = other.pageRows;
        pageBytes = other.pageBytes;
        clockStepMs = other.clockStepMs;
        tickMs = other.tickMs;
        proposalMs = other.proposalMs;
    }

    /** Sets: what runs may book (RUN-11) after which a log entry takes no further default run. */
    public Limits bookingsPerEntry(final int limit)
    {
        bookingsPerEntry = limit;
        return this;
    }

    /** What runs may book (RUN-11) after which a log entry takes no further default run. */
    public int bookingsPerEntry()
    {
        return bookingsPerEntry;
    }

    /** Sets: most positions open in one instrument. */
    public Limits positionsPerInstrument(final int limit)
    {
        positionsPerInstrument = limit;
        return this;
    }

    /** Most positions open in one instrument. */
    public int positionsPerInstrument()
    {
        return positionsPerInstrument;
    }

    /** Sets: most positions of one account. */
    public Limits legsPerAccount(final int limit)
    {
        legsPerAccount = limit;
        return this;
    }

    /** Most positions of one account. */
    public int legsPerAccount()
    {
        return legsPerAccount;
    }

    /** Sets: most instruments that are not settled. */
    public Limits instruments(final int limit)
    {
        instruments = limit;
        return this;
    }

    /** Most instruments that are not settled. */
    public int instruments()
    {
        return instruments;
    }

    /** Sets: most assets. */
    public Limits assets(final int limit)
    {
        assets = limit;
        return this;
    }

    /** Most assets. */
    public int assets()
    {
        return assets;
    }

    /** Sets: most gateways. */
    public Limits gateways(final int limit)
    {
        gateways = limit;
        return this;
    }

    /** Most gateways. */
    public int gateways()
    {
        return gateways;
    }

    /** Sets: most principals that have sent commands, gateways included. */
    public Limits principals(final int limit)
    {
        principals = limit;
        return this;
    }

    /** Most principals that have sent commands, gateways included. */
    public int principals()
    {
        return principals;
    }

    /** Sets: most margin tiers of an instrument. */
    public Limits tiers(final int limit)
    {
        tiers = limit;
        return this;
    }

    /** Most margin tiers of an instrument. */
    public int tiers()
    {
        return tiers;
    }

    /** Sets: most trades of one message. */
    public Limits tradesPerBatch(final int limit)
    {
        tradesPerBatch = limit;
        return this;
    }

    /** Most trades of one message. */
    public int tradesPerBatch()
    {
        return tradesPerBatch;
    }

    /** Sets: most marks of one update, and most instruments that the definition of a gateway names. */
    public Limits marksPerUpdate(final int limit)
    {
        marksPerUpdate = limit;
        return this;
    }

    /** Most marks of one update, and most instruments that the definition of a gateway names. */
    public int marksPerUpdate()
    {
        return marksPerUpdate;
    }

    /** Sets: most outcomes kept per principal. */
    public Limits outcomesPerPrincipal(final int limit)
    {
        outcomesPerPrincipal = limit;
        return this;
    }

    /** Most outcomes kept per principal. */
    public int outcomesPerPrincipal()
    {
        return outcomesPerPrincipal;
    }

    /** Sets: most events kept. */
    public Limits eventsRetained(final int limit)
    {
        eventsRetained = limit;
        return this;
    }

    /** Most events kept. */
    public int eventsRetained()
    {
        return eventsRetained;
    }

    /** Sets: most trade ids, references and funding ids kept per gateway or instrument. */
    public Limits idsRetained(final int limit)
    {
        idsRetained = limit;
        return this;
    }

    /** Most trade ids, references and funding ids kept per gateway or instrument. */
    public int idsRetained()
    {
        return idsRetained;
    }

    /** Sets: most pending proposals. */
    public Limits proposals(final int limit)
    {
        proposals = limit;
        return this;
    }

    /** Most pending proposals. */
    public int proposals()
    {
        return proposals;
    }

    /** Sets: most pending proposals of one principal. */
    public Limits proposalsPerPrincipal(final int limit)
    {
        proposalsPerPrincipal = limit;
        return this;
    }

    /** Most pending proposals of one principal. */
    public int proposalsPerPrincipal()
    {
        return proposalsPerPrincipal;
    }

    /** Sets: most accounts. */
    public Limits accounts(final int limit)
    {
        accounts = limit;
        return this;
    }

    /** Most accounts. */
    public int accounts()
    {
        return accounts;
    }

    /** Sets: most accounts of one venue. */
    public Limits accountsPerVenue(final int limit)
    {
        accountsPerVenue = limit;
        return this;
    }

    /** Most accounts of one venue. */
    public int accountsPerVenue()
    {
        return accountsPerVenue;
    }

    /** Sets: most accounts of one owner in one asset. */
    public Limits accountsPerOwner(final int limit)
    {
        accountsPerOwner = limit;
        return this;
    }

    /** Most accounts of one owner in one asset. */
    public int accountsPerOwner()
    {
        return accountsPerOwner;
    }

    /** Sets: most rows of a page. */
    public Limits pageRows(final int limit)
    {
        pageRows = limit;
        return this;
    }

    /** Most rows of a page. */
    public int pageRows()
    {
        return pageRows;
    }

    /** Sets: most bytes of a page. */
    public Limits pageBytes(final int limit)
    {
        pageBytes = limit;
        return this;
    }

    /** Most bytes of a page. */
    public int pageBytes()
    {
        return pageBytes;
    }

    /** Sets: largest step of the clock between two entries that does not move deadlines, ms. */
    public Limits clockStepMs(final long limit)
    {
        clockStepMs = limit;
        return this;
    }

    /** Largest step of the clock between two entries that does not move deadlines, ms. */
    public long clockStepMs()
    {
        return clockStepMs;
    }

    /** Sets: period of the tick, ms. */
    public Limits tickMs(final long limit)
    {
        tickMs = limit;
        return this;
    }

    /** Period of the tick, ms. */
    public long tickMs()
    {
        return tickMs;
    }

    /** Sets: life of a proposal, ms. */
    public Limits proposalMs(final long limit)
    {
        proposalMs = limit;
        return this;
    }

    /** Life of a proposal, ms. */
    public long proposalMs()
    {
        return proposalMs;
    }
}

-- Tables and views of a history. docs/feed.md describes them. Money, prices and quantities are exact decimals: an asset
-- has up to 12 of them, a tick or a lot up to 18.
CREATE TABLE IF NOT EXISTS feed(log_position BIGINT, event_sequence BIGINT);
CREATE TABLE IF NOT EXISTS events(
    log_position BIGINT, index INTEGER, event_sequence BIGINT, time TIMESTAMP, version INTEGER, event VARCHAR,
    body JSON);
CREATE TABLE IF NOT EXISTS asset_days(
    day DATE, asset VARCHAR, insurance_fund DECIMAL(38, 12), fees DECIMAL(38, 12), rounding DECIMAL(38, 12),
    house_deficit DECIMAL(38, 12), deposits DECIMAL(38, 12), withdrawals DECIMAL(38, 12));
CREATE TABLE IF NOT EXISTS account_days(
    day DATE, account BIGINT, owner BIGINT, asset VARCHAR, status VARCHAR, collateral DECIMAL(38, 12),
    equity DECIMAL(38, 12), debt DECIMAL(38, 12));

CREATE OR REPLACE VIEW runs AS
SELECT (body->>'run')::BIGINT AS run, time, (body->>'account')::BIGINT AS account, body->>'asset' AS asset,
    (body->>'deficit')::DECIMAL(38, 12) AS deficit, (body->>'kept')::DECIMAL(38, 12) AS kept,
    (body->>'ownAccounts')::DECIMAL(38, 12) AS own_accounts, (body->>'fund')::DECIMAL(38, 12) AS fund,
    (body->>'surcharge')::DECIMAL(38, 12) AS surcharge, (body->>'haircut')::DECIMAL(38, 12) AS haircut,
    (body->>'houseDeficit')::DECIMAL(38, 12) AS house_deficit, (body->>'closeOutFee')::DECIMAL(38, 12) AS close_out_fee,
    (body->>'debt')::DECIMAL(38, 12) AS debt, (body->>'notionalClosed')::DECIMAL(38, 12) AS notional_closed,
    (body->>'fundAfter')::DECIMAL(38, 12) AS fund_after, event_sequence
FROM events WHERE event = 'DefaultRunCompleted';
CREATE OR REPLACE VIEW offsets AS
SELECT (body->>'run')::BIGINT AS run, time, body->>'layer' AS layer, body->>'instrument' AS instrument,
    (body->>'defaulter')::BIGINT AS defaulter, (body->>'counterparty')::BIGINT AS counterparty,
    (body->>'rank')::INTEGER AS rank, body->>'policy' AS policy, (body->>'quantity')::DECIMAL(38, 18) AS quantity,
    (body->>'mark')::DECIMAL(38, 18) AS mark, (body->>'surcharge')::DECIMAL(38, 12) AS surcharge,
    (body->>'counterpartyRealizedPnl')::DECIMAL(38, 12) AS realized_pnl, event_sequence
FROM events WHERE event = 'PositionOffset';
CREATE OR REPLACE VIEW marks AS
SELECT time, (body->>'markSequence')::BIGINT AS mark_sequence, row->>'instrument' AS instrument,
    (row->>'mark')::DECIMAL(38, 18) AS mark, event_sequence
FROM (SELECT *, unnest(body->'$.marks[*]') AS row FROM events WHERE event = 'MarkPricesUpdated');
CREATE OR REPLACE VIEW fund AS
SELECT time, body->>'asset' AS asset, (body->>'amount')::DECIMAL(38, 12) AS amount,
    (body->>'insuranceFund')::DECIMAL(38, 12) AS insurance_fund, body->>'cause' AS cause,
    (body->>'account')::BIGINT AS account, event_sequence
FROM events WHERE event = 'InsuranceFundChanged';
CREATE OR REPLACE VIEW statements AS
WITH rows AS (
    SELECT event_sequence, time, event, body->>'cause' AS cause, body->>'instrument' AS instrument, body AS row
    FROM events WHERE event IN ('CollateralChanged', 'PositionChanged', 'LiquidationFeeCharged', 'OwnAccountCollected',
        'AccountStatusChanged', 'AccountOpened', 'AccountClosed')
    UNION ALL
    SELECT event_sequence, time, event, body->>'cause', body->>'instrument', unnest(body->'$.rows[*]')
    FROM events WHERE event IN ('CollateralPage', 'PositionPage', 'HaircutPage', 'StatusPage', 'LiquidationPage')
    UNION ALL
    SELECT event_sequence, time, event, 'DEFAULTER', body->>'instrument', json_object('account', body->'defaulter',
        'quantity', body->'quantity', 'realizedPnl', body->'defaulterRealizedPnl')
    FROM events WHERE event = 'PositionOffset'
    UNION ALL
    SELECT event_sequence, time, event, 'COUNTERPARTY', body->>'instrument', json_object(
        'account', body->'counterparty', 'quantity', body->'quantity', 'realizedPnl', body->'counterpartyRealizedPnl',
        'fee', body->'surcharge')
    FROM events WHERE event = 'PositionOffset')
SELECT event_sequence, time, (row->>'account')::BIGINT AS account, event, cause, instrument,
    (row->>'quantity')::DECIMAL(38, 18) AS quantity, (row->>'realizedPnl')::DECIMAL(38, 12) AS realized_pnl,
    (row->>'fee')::DECIMAL(38, 12) AS fee, (row->>'amount')::DECIMAL(38, 12) AS amount, row->>'to' AS status,
    (row->>'equity')::DECIMAL(38, 12) AS equity, (row->>'collateral')::DECIMAL(38, 12) AS collateral
FROM rows;

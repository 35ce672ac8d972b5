-- By the id that we gave the provider or, where it was not given back, by the provider's own.
SELECT
    deliveries.delivery_id,
    deliveries.workspace_id,
    deliveries.message_id,
    EXISTS (SELECT 1 FROM messaging.receipts WHERE receipts.receipt_id = :receipt_id) AS repeated
FROM messaging.deliveries
WHERE deliveries.delivery_id = CAST(:delivery_id AS uuid)
    OR (CAST(:delivery_id AS uuid) IS NULL AND deliveries.provider_message_id = :provider_message_id)
LIMIT 1

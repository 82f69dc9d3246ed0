-- What a document for finance says of the merchant.
ALTER TABLE access.stores
  ADD COLUMN tax_number text,
  -- StoreAddress of libs/access.
  ADD COLUMN address    json;

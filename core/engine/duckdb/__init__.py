"""DuckDB inside this process: the engine unless another one is named."""

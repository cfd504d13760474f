"""Components, layout and styleguide that every portal shares."""
